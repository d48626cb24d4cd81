import { lookup, Resolver } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';

/**
 * Whether an address belongs to the public internet: IPv4 outside every reserved range, IPv6 inside 2000::/3 and outside
 * them. What carries an IPv4 address inside (mapped, 6to4, NAT64, Teredo) is refused whole: it leads wherever that leads.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || (address as ipaddr.IPv6).match(ipaddr.IPv6.parse('2000::'), 3);
}

/**
 * Hosts that the operator vouches for (PARTNER_HTTP_ALLOW): they may lie anywhere and speak http. An entry is a host
 * ("models.internal": every port) or a host with its port ("127.0.0.1:4600").
 */
export class AllowedHosts {
  private readonly entries: ReadonlySet<string>;

  constructor(entries: readonly string[]) {
    this.entries = new Set(entries.map((entry) => entry.toLowerCase()));
  }

  has(hostname: string, port: number): boolean {
    const host = bare(hostname);
    return this.entries.has(host) || this.entries.has(`${host}:${port}`) || this.entries.has(`[${host}]:${port}`) || this.entries.has(`[${host}]`);
  }
}

export function bare(hostname: string): string {
  return hostname.toLowerCase().replace(/^\[|\]$/g, '');
}

/** All addresses of a name, IPv4 first; empty when it has none. */
export type Resolve = (hostname: string) => Promise<string[]>;

/**
 * Asks the name servers without the thread pool that getaddrinfo and the file system share: a partner whose name server
 * is slow keeps nobody else waiting. It does not read /etc/hosts; what stands there is reached by an allowed host.
 */
export const resolveByDns: Resolve = async (hostname) => {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
};

/** As the system does it, for hosts that the operator vouches for. */
export const resolveBySystem: Resolve = async (hostname) => (await lookup(hostname, { all: true }).catch(() => [])).map(({ address }) => address);
