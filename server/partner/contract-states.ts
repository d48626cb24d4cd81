import type { ContractState } from '../../schema/contract-version.js';
import { noticeDays, renewedUntil, type RenewableTimes } from './contract-terms.js';
import { otherSide, type Side } from './sides.js';

/** Names of people's moves are those of the mutations; the last eight are the clock's. */
export type ContractAction =
  | 'contractEdit' | 'contractOffer' | 'contractCounter' | 'contractAgree' | 'contractReject' | 'contractWithdraw' | 'contractSign'
  | 'contractApprove'
  | 'contractSuspend' | 'contractResume' | 'contractGiveNotice' | 'contractAmend' | 'contractReportBreach' | 'contractConfirmCure' | 'contractTerminate'
  | 'lapse' | 'stop' | 'schedule' | 'activate' | 'release' | 'supersede' | 'expire' | 'terminate';

/**
 * Who may: a role in the negotiation, not an account. `unsigned`: a side of which somebody has yet to sign, and `last`:
 * the only one of which somebody has; `approver`: the platform, while an increase waits for its second person; `unnoticed`: either, while no
 * notice was given; `reporter`: whose report is not settled; `wronged`: whose report was not cured in its time.
 */
type Who = 'drafter' | 'offerer' | 'addressee' | 'either' | 'unsigned' | 'last' | 'approver' | 'suspender' | 'noticed_suspender' | 'unnoticed' | 'reporter' | 'wronged' | 'clock';

export interface ContractMove {
  action: ContractAction;
  from: ContractState;
  to: ContractState;
  by: Who;
}

/** Where a version stands between the two sides. */
export interface ContractPosition {
  state: ContractState;
  draftedBy: Side;
  /** The side that made the last offer. */
  offeredBy: Side | null;
  suspendedBy: Side | null;
  /** The sides of those who have yet to sign, one entry for each. */
  awaited: readonly Side[];
  /** Whether it raises the platform's exposure and no second person has approved that. */
  awaitsApproval: boolean;
  isNoticed: boolean;
  /** Sides with a report of a breach that is not cured yet; and of these, those whose time for a cure is over. */
  reporters: readonly Side[];
  wronged: readonly Side[];
}

/**
 * Every way a version can change its state; what is not here cannot happen. Suspending, giving notice and withdrawing need
 * one side only; agreeing and signing need both; who suspended is the one who may resume, but the other side may still give
 * notice: nobody is held in a contract that rests.
 */
export const contractMoves: readonly ContractMove[] = [
  { action: 'contractEdit', from: 'draft', to: 'draft', by: 'drafter' },
  { action: 'contractOffer', from: 'draft', to: 'offered', by: 'drafter' },
  { action: 'contractWithdraw', from: 'draft', to: 'withdrawn', by: 'drafter' },
  { action: 'contractCounter', from: 'offered', to: 'countered', by: 'addressee' },
  { action: 'contractCounter', from: 'countered', to: 'offered', by: 'addressee' },
  ...(['offered', 'countered'] as const).flatMap((from) => [
    { action: 'contractAgree', from, to: 'agreed', by: 'addressee' },
    { action: 'contractReject', from, to: 'rejected', by: 'addressee' },
    { action: 'contractWithdraw', from, to: 'withdrawn', by: 'offerer' },
    { action: 'lapse', from, to: 'lapsed', by: 'clock' },
  ] as const),
  { action: 'contractWithdraw', from: 'agreed', to: 'withdrawn', by: 'either' },
  // One signature binds nobody: without this a side that never signs would block the contract for good.
  { action: 'contractWithdraw', from: 'signing', to: 'withdrawn', by: 'either' },
  { action: 'contractApprove', from: 'agreed', to: 'agreed', by: 'approver' },
  { action: 'contractSign', from: 'agreed', to: 'signing', by: 'unsigned' },
  { action: 'contractSign', from: 'signing', to: 'signing', by: 'unsigned' },
  { action: 'contractSign', from: 'signing', to: 'signed', by: 'last' },
  { action: 'schedule', from: 'signed', to: 'scheduled', by: 'clock' },
  { action: 'stop', from: 'scheduled', to: 'terminated', by: 'clock' },
  { action: 'activate', from: 'scheduled', to: 'active', by: 'clock' },
  { action: 'contractAmend', from: 'active', to: 'active', by: 'either' },
  { action: 'contractSuspend', from: 'active', to: 'suspended', by: 'either' },
  { action: 'contractResume', from: 'suspended', to: 'active', by: 'suspender' },
  { action: 'contractResume', from: 'suspended', to: 'in_notice', by: 'noticed_suspender' },
  { action: 'contractGiveNotice', from: 'active', to: 'in_notice', by: 'either' },
  { action: 'contractGiveNotice', from: 'suspended', to: 'suspended', by: 'unnoticed' },
  ...(['active', 'suspended', 'in_notice'] as const).flatMap((state) => [
    { action: 'contractReportBreach', from: state, to: state, by: 'either' },
    { action: 'contractConfirmCure', from: state, to: state, by: 'reporter' },
    { action: 'contractTerminate', from: state, to: 'terminated', by: 'wronged' },
  ] as const),
  { action: 'terminate', from: 'suspended', to: 'terminated', by: 'clock' },
  { action: 'release', from: 'suspended', to: 'active', by: 'clock' },
  { action: 'supersede', from: 'active', to: 'superseded', by: 'clock' },
  { action: 'expire', from: 'active', to: 'expired', by: 'clock' },
  { action: 'terminate', from: 'in_notice', to: 'terminated', by: 'clock' },
];

/** What takes either side further into a contract; resting and ending are always possible. */
export const bindingActions: readonly ContractAction[] = ['contractOffer', 'contractCounter', 'contractAgree', 'contractSign', 'contractAmend'];

export const inForceStates: readonly ContractState[] = ['scheduled', 'active', 'suspended', 'in_notice'];
/** Everybody has signed these, whatever became of them. */
export const signedStates: readonly ContractState[] = ['scheduled', 'active', 'suspended', 'in_notice', 'terminated', 'expired', 'superseded'];
export const openStates: readonly ContractState[] = ['draft', 'offered', 'countered', 'agreed', 'signing', 'signed'];

function may(move: ContractMove, position: ContractPosition, side: Side): boolean {
  switch (move.by) {
    case 'drafter': return side === position.draftedBy;
    case 'offerer': return side === position.offeredBy;
    case 'addressee': return position.offeredBy !== null && side === otherSide(position.offeredBy);
    case 'suspender': return side === position.suspendedBy && !position.isNoticed;
    case 'noticed_suspender': return side === position.suspendedBy && position.isNoticed;
    case 'unnoticed': return !position.isNoticed;
    case 'reporter': return position.reporters.includes(side);
    case 'wronged': return position.wronged.includes(side);
    case 'unsigned': return position.awaited.length > 1 && position.awaited.includes(side);
    case 'last': return position.awaited.length === 1 && position.awaited[0] === side;
    case 'approver': return side === 'platform' && position.awaitsApproval;
    case 'either': return true;
    case 'clock': return false;
  }
}

/** What this side may do now. */
export function openMoves(position: ContractPosition, side: Side | null): ContractMove[] {
  return side === null ? [] : contractMoves.filter((move) => move.from === position.state && may(move, position, side));
}

/** What the clock has to know of a version. */
export interface ContractTimes extends RenewableTimes {
  state: ContractState;
  startsAt: Date;
  offerExpiresAt: Date | null;
}

const DAY_MS = 86_400_000;

/** From this moment on the version is not in force any more, but for a notice. */
export function endOf({ endsAt, renewedUntil: until, supersededAt }: Pick<ContractTimes, 'endsAt' | 'renewedUntil' | 'supersededAt'>): Date {
  const end = until ?? endsAt;
  return supersededAt !== null && supersededAt < end ? supersededAt : end;
}

/** A renewal that has become certain counts before anybody has written it down; what rests is not renewed. */
function endAt(version: ContractTimes, now: Date): Date {
  return endOf(version.state === 'active' ? { ...version, renewedUntil: renewedUntil(version, now) } : version);
}

/** A notice runs its days out, but never beyond the end that stands anyway; what a later version would have cut off comes back. */
export function noticeEnd(version: ContractTimes, now: Date): Date {
  return new Date(Math.min(now.getTime() + noticeDays(version.clauses) * DAY_MS, endAt({ ...version, supersededAt: null }, now).getTime()));
}

/** The moves that time has made due, in order. Pure; asked again about the outcome it gives none. */
export function dueContractMoves(version: ContractTimes, now: Date): ContractMove[] {
  const ended = endAt(version, now) <= now;
  const replaced = version.supersededAt !== null && version.supersededAt <= now;
  const isDue: Partial<Record<ContractAction, boolean>> = {
    lapse: version.offerExpiresAt !== null && version.offerExpiresAt <= now,
    schedule: true,
    stop: version.noticeEndsAt !== null && version.noticeEndsAt <= version.startsAt,
    activate: version.startsAt <= now,
    release: ended,
    supersede: replaced,
    expire: ended && !replaced,
    terminate: version.noticeEndsAt !== null && version.noticeEndsAt <= now,
  };
  const moves: ContractMove[] = [];
  for (let state = version.state; ;) {
    const move = contractMoves.find(({ action, from, by }) => from === state && by === 'clock' && isDue[action]);
    if (!move) return moves;
    moves.push(move);
    state = move.to;
  }
}
