import { BlockList, isIP } from 'node:net';

/** May a request come from this address? An empty list lets every one in. `10.0.0.0/8`, `203.0.113.7`, `2001:db8::/32`. */
export function isAllowed(allowed: readonly string[], address: string | null): boolean {
  if (allowed.length === 0) return true;
  if (address === null) return false;
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const kind = isIP(plain);
  return kind !== 0 && listOf(allowed).check(plain, kind === 6 ? 'ipv6' : 'ipv4');
}

function listOf(allowed: readonly string[]): BlockList {
  const list = new BlockList();
  for (const one of allowed) {
    const [address = '', bits] = one.split('/');
    const kind = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, kind);
    else list.addSubnet(address, Number(bits), kind);
  }
  return list;
}

/** Is it an address, or a range of them? */
export function isAddressOrRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const kind = isIP(address);
  if (kind === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 6 ? 128 : 32));
}
