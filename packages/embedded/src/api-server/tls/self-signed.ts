import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import { bits, boolean, der, integer, octets, oid, sequence, set, tagged, time, utf8 } from './der.ts'

/** A certificate and its key, as PEM. The certificate is its own authority: clients are given it to trust. */
export interface ServingCertificate {
  certificate: string
  key: string
}

const dayMs = 24 * 3600 * 1000
const validDays = 3650

/**
 * Makes a certificate for some host names and addresses, valid for ten years.
 * kubectl sends no credentials over plain HTTP, so whoever serves it needs one.
 */
export function createServingCertificate(hosts: readonly string[], nowMs: number): ServingCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicDer = publicKey.export({ type: 'spki', format: 'der' })
  const name = sequence(set(sequence(oid('2.5.4.3'), utf8('gse'))))
  const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))
  const serial = randomBytes(16)
  serial[0] = (serial[0] ?? 0) & 0x7f | 0x40
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(serial),
    ecdsaWithSha256,
    name,
    sequence(time(nowMs - dayMs), time(nowMs + validDays * dayMs)),
    name,
    publicDer,
    tagged(3, extensions(hosts, publicDer)),
  )
  const certificate = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, privateKey)))
  return { certificate: pem('CERTIFICATE', certificate), key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

function extensions(hosts: readonly string[], publicDer: Uint8Array): Buffer {
  const extension = (id: string, isCritical: boolean, value: Uint8Array) =>
    sequence(oid(id), ...(isCritical ? [boolean(true)] : []), octets(value))
  const digitalSignatureAndCertificates = bits(Buffer.from([0b1000_0100]), 2)
  return sequence(
    extension('2.5.29.19', true, sequence(boolean(true))),
    extension('2.5.29.15', true, digitalSignatureAndCertificates),
    extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.14', false, octets(createHash('sha1').update(publicDer).digest())),
    extension('2.5.29.17', false, sequence(...hosts.map(alternativeName))),
  )
}

function alternativeName(host: string): Buffer {
  return isIP(host) === 0 ? der(0x82, Buffer.from(host, 'latin1')) : der(0x87, addressBytes(host))
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number))
  const [head = '', tail = ''] = address.split('::')
  const groups = (text: string) => text.split(':').filter((group) => group !== '')
  const zeros = Array.from({ length: 8 - groups(head).length - groups(tail).length }, () => '0')
  return Buffer.from([...groups(head), ...zeros, ...groups(tail)].map((group) => group.padStart(4, '0')).join(''), 'hex')
}

function pem(label: string, content: Uint8Array): string {
  const lines = Buffer.from(content).toString('base64').replace(/.{64}/g, '$&\n').trimEnd()
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`
}
