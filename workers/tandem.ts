import { Command } from 'commander';
import { ConfigError } from '../server/platform/config.js';
import { DomainError } from '../server/platform/errors.js';
import { DatasetError } from '../models/dataset.js';
import { ParamsError } from '../models/trainer.js';
import { addClassifyCommand } from './classify-command.js';
import { addDemoCommand } from './demo/command.js';
import { addEvaluateCommand } from './evaluate-command.js';
import { addFinetuneCommand } from './finetune-command.js';
import { addImportCommand } from './import/command.js';
import { JsonShapeError } from './import/json-members.js';
import { MappingError } from './import/mapping.js';
import { addRetrainCommand } from './retrain-command.js';
import { addRotateFieldKeysCommand } from './rewrap-fields.js';
import { addSimulateCommand } from './simulate-command.js';
import { addVerifyAuditCommand } from './verify-audit-command.js';
import { addVerifyContractCommand } from './verify-contract-command.js';
import { addVerifyStatementCommand } from './verify-statement-command.js';

/** Every command of `npm run tandem -- <command>`; each file adds one. */
const commands: readonly ((program: Command) => void)[] = [
  addImportCommand,
  addRetrainCommand,
  addEvaluateCommand,
  addFinetuneCommand,
  addClassifyCommand,
  addSimulateCommand,
  addVerifyAuditCommand,
  addVerifyContractCommand,
  addVerifyStatementCommand,
  addDemoCommand,
  addRotateFieldKeysCommand,
];

// `tandem … | head` closes the pipe before the end: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const program = new Command('tandem')
  .description('The command line of the platform: data in, models trained and judged.')
  .showHelpAfterError();
for (const add of commands) add(program);

try {
  await program.parseAsync();
} catch (error) {
  const expected = [DomainError, ConfigError, MappingError, JsonShapeError, ParamsError, DatasetError].some((kind) => error instanceof kind);
  console.error(expected ? sentence(error as Error) : error);
  process.exitCode = 1;
}

function sentence(error: Error): string {
  return error instanceof DomainError && Object.keys(error.details).length > 0
    ? `${error.message} ${JSON.stringify(error.details)}`
    : error.message;
}
