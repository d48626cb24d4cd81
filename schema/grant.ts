import { Column, Entity } from 'typeorm';
import { Node } from './node.js';

export type GrantState = 'scheduled' | 'active' | 'held' | 'revoked' | 'expired';
export type GrantSource = 'order' | 'gift' | 'staff';

/**
 * One reason why an account may read: one content, or every content when contentId is null. Keyed by its source, so
 * that granting twice is granting once. Times decide at read time; no job moves scheduled to active or active to expired.
 */
@Entity({ name: 'grants' })
export class Grant extends Node {
  @Column({ name: 'account_id', type: 'uuid' })
  accountId: string;

  @Column({ name: 'content_id', type: 'uuid', nullable: true })
  contentId: string | null;

  @Column({ type: 'text' })
  source: GrantSource;

  @Column({ name: 'source_id', type: 'uuid' })
  sourceId: string;

  @Column({ type: 'text' })
  state: GrantState;

  @Column({ name: 'starts_at', type: 'timestamptz' })
  startsAt: Date;

  @Column({ name: 'ends_at', type: 'timestamptz', nullable: true })
  endsAt: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
