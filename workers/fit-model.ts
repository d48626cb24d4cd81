import { sealArtefact } from '../models/artefact.js';
import { packFiles } from '../models/artefact-pack.js';
import type { Artefact } from '../models/artefact.js';
import { DatasetError } from '../models/dataset.js';
import { candidateTrainer } from '../models/registry.js';
import { RunSteps } from '../server/model-run/run-steps.js';
import { modelFileNames } from '../server/feed/model-file-names.js';
import { readModelFile, writeModelFile } from '../server/platform/model-files.js';
import { adTrainerOf } from './ad-trainer.js';
import { windowOf } from './extract-snapshot.js';
import type { Processor, WorkerServices } from './processor.js';
import { StepReport } from './run-reports.js';
import { loadDataset } from './snapshot/files.js';

/**
 * Snapshot → signed artefacts, learnt from all of it: they are what serves. (What is evaluated is learnt a second time,
 * from the part before the cut.) A file that an earlier try has stored is kept.
 */
export function fitModel({ database, outbox, audit, clock, signingKeys, config }: WorkerServices): Processor<'fit-model'> {
  const steps = new RunSteps(database, outbox, audit, clock);
  return async ({ runId }, job) => {
    const run = await steps.begin(runId, 'fit-model');
    if (!run) return 'nothing to do';
    const report = new StepReport(steps, runId, 'fit-model', job);
    const dataset = await loadDataset(database, run, windowOf(run), config.codeRevision);
    const adTrainer = adTrainerOf(run.adModel);
    const { privateKey } = await signingKeys.get('artefact');
    const keep = async (name: string, fit: () => Promise<Artefact>) => {
      await report.pause();
      if (await readModelFile(database, runId, name)) return;
      const packed = packFiles(sealArtefact(await fit(), privateKey));
      await database.transaction((tx) => writeModelFile(tx, runId, name, packed));
      job.note(`${name}: ${packed.length} bytes`);
    };
    await keep(modelFileNames.items, () => candidateTrainer(run.model).fit(dataset, run.params, run.seed, report.part(0.05, 0.9)));
    if (dataset.impressions) {
      // Too little to learn from is no reason to keep readers from their new feeds: bids order the ads until the next run.
      await keep(modelFileNames.ads, () => adTrainer.fit(dataset, adTrainer.defaults, run.seed, report.part(0.9, 1))).catch((error: unknown) => {
        if (!(error instanceof DatasetError)) throw error;
        job.note(`no ad model: ${error.message}`);
      });
    }
    else job.note('no ad model: nothing was shown, or all or none of it was clicked');
    await report.pause();
    await steps.finish(runId, 'fit-model', {});
    return { model: run.model, adModel: run.adModel, ads: dataset.impressions?.rowCount ?? 0 };
  };
}
