import { startMachine, program } from '/work/main/packages/embedded/src/node/testing/test-node.ts'
const m = startMachine(); await m.startNode()
const n = 200
const t = Date.now()
await Promise.all(Array.from({length:n},(_, i)=>m.createPod(`p${i}`, {volumes:[{name:'gse',emptyDir:{}}], initContainers:[program('prepare','exit',['0'],{volumeMounts:[{name:'gse',mountPath:'/gse'}]})], containers:[program('game','wait',[],{ports:[{containerPort:25565}]}),program('agent','wait',[],{ports:[{containerPort:8443}]})]})))
const { pods } = await import('/work/main/packages/kube/src/index.ts')
for(;;){ const l = await m.client.list(pods,{namespace:'default'}); const r=l.items.filter(p=>p.status?.conditions?.some(c=>c.type==='Ready'&&c.status==='True')).length; if(r===n){ console.log('versions', l.metadata.resourceVersion); break}; await new Promise(r=>setTimeout(r,50)) }
console.log('ready', Date.now()-t, 'ms; rss', process.memoryUsage.rss()/1e6, 'heap', process.memoryUsage().heapUsed/1e6)
const c=process.cpuUsage(); await new Promise(r=>setTimeout(r,5000)); const d=process.cpuUsage(c); console.log('idle cpu %', (d.user+d.system)/5e6*100)
const t2=Date.now(); await m.stopNode(30000); console.log('stop', Date.now()-t2); await m.close(); 
