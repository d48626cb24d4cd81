import { enumOf } from './enum-of.js';

export const ContractParty = enumOf('ContractParty', 'A side of a contract.', { platform: 'The platform.', partner: 'The partner.' });
export type ContractParty = (typeof ContractParty)[keyof typeof ContractParty];
