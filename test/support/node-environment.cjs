/**
 * Jest runs tests in a VM context with typed arrays of its own, while native addons make theirs in the main context:
 * onnxruntime then refuses a Float32Array that is none of its. This environment lends the main context's arrays.
 */
const { TestEnvironment } = require('jest-environment-node');

const LENT = [
  'Float32Array', 'Float64Array', 'Int8Array', 'Int16Array', 'Int32Array', 'Uint8ClampedArray', 'Uint16Array', 'Uint32Array',
  'BigInt64Array', 'BigUint64Array', 'DataView',
];

module.exports = class NodeEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    for (const name of LENT) this.global[name] = globalThis[name];
  }
};
