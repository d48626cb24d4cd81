/** What of the audit log partners are told of. The payload names things by their ids; whoever wants more asks the api, as itself. */
interface MessageType {
  readonly type: string;
  readonly noun: string;
  readonly actions: readonly string[];
}

export const messageTypes: readonly MessageType[] = [
  { type: 'contract.offered', noun: 'Contract', actions: ['contractOffer', 'contractCounter'] },
  { type: 'contract.agreed', noun: 'Contract', actions: ['contractAgree'] },
  { type: 'contract.signed', noun: 'Contract', actions: ['contractSign'] },
  { type: 'contract.moved', noun: 'Contract', actions: ['contractMove', 'contractRenew', 'contractSuspend', 'contractResume', 'contractReject', 'contractWithdraw'] },
  { type: 'contract.notice_given', noun: 'Contract', actions: ['contractGiveNotice'] },
  { type: 'contract.breach_reported', noun: 'Contract', actions: ['contractReportBreach'] },
  { type: 'contract.breach_cured', noun: 'Contract', actions: ['contractConfirmCure'] },
  { type: 'contract.terminated', noun: 'Contract', actions: ['contractTerminate'] },
  { type: 'statement.issued', noun: 'Statement', actions: ['statementIssue'] },
  { type: 'statement.dispute_decided', noun: 'Statement', actions: ['disputeDecide'] },
  { type: 'payout.approved', noun: 'Payout', actions: ['payoutApprove'] },
  { type: 'payout.settled', noun: 'Payout', actions: ['payout.settle'] },
  { type: 'payout.failed', noun: 'Payout', actions: ['payout.fail'] },
  { type: 'payouts.held', noun: 'Partner', actions: ['payoutHold'] },
  { type: 'payouts.released', noun: 'Partner', actions: ['payoutRelease'] },
  { type: 'data.erasure_demanded', noun: 'Partner', actions: ['erasureDemand'] },
  { type: 'content.published', noun: 'Content', actions: ['contentPublish'] },
  { type: 'content.withdrawn', noun: 'Content', actions: ['contentUnlist', 'contentArchive', 'contentTakeDown'] },
  { type: 'campaign.moved', noun: 'Campaign', actions: ['campaignMove', 'campaignApprove', 'campaignLaunch', 'campaignPause', 'campaignResume', 'campaignCancel'] },
  { type: 'connector.health_changed', noun: 'Connector', actions: ['connector.degrade', 'connector.trip', 'connector.recover'] },
  { type: 'connector.secret_rotated', noun: 'Connector', actions: ['connectorRotateSecret'] },
  { type: 'connector.accepted', noun: 'Connector', actions: ['acceptanceSign', 'connectorGoLive'] },
  { type: 'connector.tested', noun: 'Connector', actions: ['webhookTest'] },
];

/** Where a noun says whose it is. */
export const partnerOfNoun: Readonly<Record<string, { table: string; column: string }>> = {
  Partner: { table: 'partners', column: 'id' },
  Contract: { table: 'contracts', column: 'partner_id' },
  Statement: { table: 'statements', column: 'partner_id' },
  Payout: { table: 'payouts', column: 'partner_id' },
  Content: { table: 'contents', column: 'partner_id' },
  Campaign: { table: 'campaigns', column: 'partner_id' },
  Connector: { table: 'connectors', column: 'partner_id' },
};

export function typeOf(noun: string, action: string): string | undefined {
  return messageTypes.find((one) => one.noun === noun && one.actions.includes(action))?.type;
}

/** The bytes that are signed: a CloudEvent 1.0 in JSON. `sequence` grows with every message of an endpoint; they may arrive in another order. */
export function cloudEvent({ id, type, at, noun, nounId, sequence, publicUrl }: { id: string; type: string; at: Date; noun: string; nounId: string; sequence: string | null; publicUrl: string }): string {
  return JSON.stringify({
    specversion: '1.0', id, source: publicUrl, type, time: at.toISOString(), datacontenttype: 'application/json', ...(sequence !== null && { sequence }),
    data: { noun, id: nounId },
  });
}
