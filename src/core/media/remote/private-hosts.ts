import { lookup } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { ReelsightError } from '../../errors.ts';

/** Loopback, private, link-local and other addresses that are not of the public Internet (IANA's special registries). */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv6');

/** Errors: kind `unsupported` for a host with such an address, `not-found` for one that has none. */
export async function refusePrivateHost(hostname: string): Promise<void> {
  await findPublicAddresses(hostname.replace(/^\[|\]$/g, ''));
}

/** Resolves names for a connection, so that what was checked is what is connected to. */
export const lookupPublicHost: LookupFunction = (hostname, options, callback) => {
  findPublicAddresses(hostname).then(
    (addresses) => {
      if (options.all) callback(null, addresses);
      else callback(null, addresses[0]!.address, addresses[0]!.family);
    },
    (error: Error) => callback(error, ''),
  );
};

async function findPublicAddresses(host: string): Promise<{ address: string; family: number }[]> {
  const addresses = isIP(host)
    ? [{ address: host, family: isIP(host) }]
    : await lookup(host, { all: true }).catch((cause: unknown) => {
        throw new ReelsightError('not-found', `The host ${host} cannot be found. Check the URL.`, {
          cause,
          retryable: true,
        });
      });
  for (const { address, family } of addresses)
    if (PRIVATE.check(address, family === 6 ? 'ipv6' : 'ipv4'))
      throw new ReelsightError(
        'unsupported',
        `${host} is a loopback, private or link-local address (${address}), which is not read. ` +
          'Set REELSIGHT_ALLOW_PRIVATE_HOSTS=1 if you trust it.',
      );
  return addresses;
}
