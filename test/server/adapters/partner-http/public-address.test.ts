import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AllowedHosts, isPublicAddress } from '../../../../server/adapters/partner-http/public-address.js';

test.each([
  '0.0.0.0', '10.1.2.3', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.2.1',
  '192.88.99.1', '192.168.1.1', '198.18.0.1', '198.51.100.7', '203.0.113.7', '224.0.0.1', '240.0.0.1', '255.255.255.255',
  '::', '::1', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:0:7f00:1', '64:ff9b::7f00:1', '64:ff9b:1::a00:1', '100::1', '2001::1', '2001:db8::1', '2002:7f00:1::',
  '3fff::1', '5f00::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '4000::1', '', 'localhost', '8.8.8.8.8',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['8.8.8.8', '1.1.1.1', '93.184.216.34', '172.15.255.255', '172.32.0.0', '100.63.255.255', '100.128.0.0', '2606:4700:4700::1111', '2a00:1450:4001:800::200e'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test('an IPv4 address in any dress of IPv6 is never public', () => {
  fc.assert(fc.property(fc.ipV4(), fc.constantFrom('::ffff:', '::', '64:ff9b::', '::ffff:0:'), (address, prefix) => {
    expect(isPublicAddress(prefix + address)).toBe(false);
  }));
});

test('an allowed host is meant with all its ports, or with the one that is named', () => {
  const allowed = new AllowedHosts(['Models.internal', '127.0.0.1:4600', '[::1]:80']);
  expect([
    allowed.has('models.internal', 1), allowed.has('127.0.0.1', 4600), allowed.has('127.0.0.1', 4601), allowed.has('[::1]', 80), allowed.has('::1', 81), allowed.has('x.models.internal', 1),
  ]).toEqual([true, true, false, true, false, false]);
});
