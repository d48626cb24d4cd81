import { Arg, Query, Resolver } from 'type-graphql';
import type { ContractFiles } from './contract-files.js';

@Resolver()
export class ContractVerificationResolver {
  constructor(private readonly files: ContractFiles) {}

  @Query(() => Boolean, { description: 'Whether both sides have signed a contract whose text, or whose file, has this SHA-256. For anybody who has it; says nothing else.' })
  contractVerify(@Arg('sha256', () => String, { description: '64 hexadecimal digits: contentHash of a version, or the hash of a file.' }) sha256: string): Promise<boolean> {
    return this.files.isSigned(sha256);
  }
}
