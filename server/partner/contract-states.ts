import type { ContractState } from '../../schema/contract-version.js';
import { otherSide, type Side } from './sides.js';

/** Names of people's moves are those of the mutations; the last six are the clock's. */
export type ContractAction =
  | 'contractEdit' | 'contractOffer' | 'contractCounter' | 'contractAgree' | 'contractReject' | 'contractWithdraw' | 'contractSign'
  | 'contractSuspend' | 'contractResume' | 'contractGiveNotice' | 'contractAmend'
  | 'lapse' | 'schedule' | 'activate' | 'release' | 'supersede' | 'expire' | 'terminate';

/** Who may: a role in the negotiation, not an account. `unsigned`: a side that has not signed yet. */
type Who = 'drafter' | 'offerer' | 'addressee' | 'either' | 'unsigned' | 'suspender' | 'clock';

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
  signedBy: readonly Side[];
}

/**
 * Every way a version can change its state; what is not here cannot happen. Suspending, giving notice and withdrawing need
 * one side only; agreeing and signing need both; who suspended is the one who may resume.
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
  { action: 'contractSign', from: 'agreed', to: 'signing', by: 'unsigned' },
  { action: 'contractSign', from: 'signing', to: 'signed', by: 'unsigned' },
  { action: 'schedule', from: 'signed', to: 'scheduled', by: 'clock' },
  { action: 'activate', from: 'scheduled', to: 'active', by: 'clock' },
  { action: 'contractAmend', from: 'active', to: 'active', by: 'either' },
  { action: 'contractSuspend', from: 'active', to: 'suspended', by: 'either' },
  { action: 'contractResume', from: 'suspended', to: 'active', by: 'suspender' },
  { action: 'contractGiveNotice', from: 'active', to: 'in_notice', by: 'either' },
  { action: 'release', from: 'suspended', to: 'active', by: 'clock' },
  { action: 'supersede', from: 'active', to: 'superseded', by: 'clock' },
  { action: 'expire', from: 'active', to: 'expired', by: 'clock' },
  { action: 'terminate', from: 'in_notice', to: 'terminated', by: 'clock' },
];

/** What takes either side further into a contract; resting and ending are always possible. */
export const bindingActions: readonly ContractAction[] = ['contractOffer', 'contractCounter', 'contractAgree', 'contractSign', 'contractAmend'];

export const inForceStates: readonly ContractState[] = ['scheduled', 'active', 'suspended', 'in_notice'];
export const openStates: readonly ContractState[] = ['draft', 'offered', 'countered', 'agreed', 'signing', 'signed'];

function may(move: ContractMove, position: ContractPosition, side: Side): boolean {
  switch (move.by) {
    case 'drafter': return side === position.draftedBy;
    case 'offerer': return side === position.offeredBy;
    case 'addressee': return position.offeredBy !== null && side === otherSide(position.offeredBy);
    case 'suspender': return side === position.suspendedBy;
    case 'unsigned': return !position.signedBy.includes(side);
    case 'either': return true;
    case 'clock': return false;
  }
}

/** What this side may do now. */
export function openMoves(position: ContractPosition, side: Side | null): ContractMove[] {
  return side === null ? [] : contractMoves.filter((move) => move.from === position.state && may(move, position, side));
}

/** What the clock has to know of a version. */
export interface ContractTimes {
  state: ContractState;
  startsAt: Date;
  endsAt: Date;
  supersededAt: Date | null;
  noticeEndsAt: Date | null;
  offeredAt: Date | null;
}

const DAY_MS = 86_400_000;
export const ANSWER_DAYS = 30;
export const NOTICE_DAYS = 30;

/** From this moment on the version is not in force any more. */
export function endOf({ endsAt, supersededAt }: Pick<ContractTimes, 'endsAt' | 'supersededAt'>): Date {
  return supersededAt !== null && supersededAt < endsAt ? supersededAt : endsAt;
}

/** A notice runs its days out, but never beyond the end that stands anyway. */
export function noticeEnd(version: Pick<ContractTimes, 'endsAt' | 'supersededAt'>, now: Date): Date {
  return new Date(Math.min(now.getTime() + NOTICE_DAYS * DAY_MS, endOf(version).getTime()));
}

/** The moves that time has made due, in order. Pure; asked again about the outcome it gives none. */
export function dueContractMoves(version: ContractTimes, now: Date): ContractMove[] {
  const ended = endOf(version) <= now;
  const replaced = version.supersededAt !== null && version.supersededAt <= now;
  const isDue: Partial<Record<ContractAction, boolean>> = {
    lapse: version.offeredAt !== null && version.offeredAt.getTime() + ANSWER_DAYS * DAY_MS <= now.getTime(),
    schedule: true,
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
