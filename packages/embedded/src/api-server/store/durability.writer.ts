/** Run by the durability test: writes until it is killed, and says of each write when it was acknowledged. */
import { createApiServer } from '../index.ts';

const [path = '', round = ''] = process.argv.slice(2);
const server = createApiServer({ databasePath: path });

async function send(method: string, url: string, body?: object): Promise<void> {
  const response = await server.fetch(
    new Request(`http://embedded.invalid${url}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  );
  if (!response.ok) throw new Error(await response.text());
  await response.text();
}

const collection = '/api/v1/namespaces/default/configmaps';

/** Each writer makes an object, changes it a few times and removes every third: one line for each acknowledged state. */
async function write(writer: number): Promise<never> {
  for (let count = 0; ; count += 1) {
    const name = `r${round}-w${writer}-${count}`;
    await send('POST', collection, { metadata: { name }, data: { state: '0' } });
    process.stdout.write(`${name} 0\n`);
    for (let state = 1; state <= 3; state += 1) {
      await send('PUT', `${collection}/${name}`, { metadata: { name }, data: { state: String(state) } });
      process.stdout.write(`${name} ${state}\n`);
    }
    if (count % 3 !== 0) continue;
    await send('DELETE', `${collection}/${name}`);
    process.stdout.write(`${name} gone\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
