import { action, type ActionTable } from '../actions/action.js';
import { CampaignApproveDocument, CampaignCancelDocument, CampaignLaunchDocument, CampaignPauseDocument, CampaignResumeDocument, CampaignSubmitDocument, type CampaignRowFragment } from '../graphql/documents.js';

type Subject = CampaignRowFragment;

const seen = ({ id, version }: Subject) => ({ id, expectedVersion: version });

export const campaignActions: ActionTable<Subject> = {
  campaignSubmit: action(CampaignSubmitDocument, (campaign: Subject) => seen(campaign), { main: true }),
  campaignApprove: action(CampaignApproveDocument, (campaign: Subject) => seen(campaign), { ask: 'confirm', main: true }),
  campaignLaunch: action(CampaignLaunchDocument, (campaign: Subject) => seen(campaign), { ask: 'confirm', main: true }),
  campaignResume: action(CampaignResumeDocument, (campaign: Subject) => seen(campaign), { ask: 'confirm', main: true }),
  campaignPause: action(CampaignPauseDocument, (campaign: Subject) => seen(campaign), { ask: 'confirm' }),
  campaignCancel: action(CampaignCancelDocument, (campaign: Subject, { reason = '' }) => ({ ...seen(campaign), reason }), { ask: 'reason', danger: true }),
};
