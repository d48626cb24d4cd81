import type { MigrationInterface, QueryRunner } from 'typeorm';

type Group = 'resources' | 'technology' | 'reputation';
type Knots = readonly (readonly [number, number])[];
interface Leaf { key: string; group: Group; nameZh: string; nameEn: string; measure: 'quantity' | 'share'; unit: string; scale: string; knots: Knots; gate: number | null; priorMean: number | null; priorStrength: number | null; spread: number | null; validDays: number }

const ends = (anti: number, ideal: number): Knots => [[anti, 0], [ideal, 1]];
/** `of`: how far one observation of the quantity strays, in desirability. */
const quantity = (key: string, nameZh: string, nameEn: string, unit: string, scale: string, knots: Knots, of: number, gate: number | null = null) =>
  ({ key, nameZh, nameEn, measure: 'quantity', unit, scale, knots, gate, priorMean: null, priorStrength: null, spread: of, validDays: 365 }) as const;
/** `prior`: what is believed before anybody looked, and how many observations that is worth. */
const share = (key: string, nameZh: string, nameEn: string, knots: Knots, prior: readonly [number, number], gate: number | null = null) =>
  ({ key, nameZh, nameEn, measure: 'share', unit: '', scale: 'linear', knots, gate, priorMean: prior[0], priorStrength: prior[1], spread: null, validDays: 180 }) as const;

const standing = quantity('legal_standing', '主体与资质', 'Legal standing', '0/1', 'linear', ends(0, 1), 0, 1);
const security = quantity('security_level', '安全等级', 'Security level', '0–5', 'linear', ends(0, 5), 0.1, 2);
const onTime = share('on_time', '履约准时率', 'Commitments kept on time', ends(0.6, 1), [0.85, 20]);
const formatFit = share('format_fit', '交付格式合格率', 'Deliveries in the right format', ends(0.5, 1), [0.8, 20]);
const rating = (key: string, zh: string, en: string) => quantity(key, zh, en, '1–5', 'piecewise', [[1, 0], [3, 0.3], [4, 0.7], [5, 1]], 0.25);

/** The criteria that come with the platform; a kind's people follow them with versions of their own. */
const sets: Record<string, { groups: number[]; leaves: Record<Group, readonly Omit<Leaf, 'group'>[]>; inside: Record<Group, number[]> }> = {
  content_producer: {
    groups: [2, 1, 0.5],
    leaves: {
      resources: [
        quantity('catalogue_size', '可用内容量', 'Contents on offer', '件 items', 'log', ends(10, 5000), 0.05),
        share('rights_clear', '版权清晰率', 'Contents with documented rights', ends(0.8, 1), [0.9, 20], 0.9),
        quantity('monthly_output', '月均新作', 'New contents a month', '件 items', 'log', ends(1, 200), 0.15),
      ],
      technology: [formatFit, share('metadata_complete', '元数据完整率', 'Contents with complete metadata', ends(0.5, 1), [0.75, 20]), security],
      reputation: [standing, onTime, rating('reader_rating', '读者评分', 'Rating by readers')],
    },
    inside: { resources: [0.5, 1, 2], technology: [1, 2, 2], reputation: [2, 1, 0.5] },
  },
  technology_supplier: {
    groups: [0.5, 1, 2],
    leaves: {
      resources: [
        quantity('engineers', '工程人员', 'Engineers', '人 people', 'log', ends(3, 300), 0.05),
        quantity('reference_customers', '参考客户', 'Reference customers', '家 companies', 'log', ends(1, 50), 0.05),
        quantity('runway_months', '资金可支撑月数', 'Months of financial runway', '月 months', 'piecewise', [[0, 0], [6, 0.4], [24, 1]], 0.15),
      ],
      technology: [
        share('accuracy', '抽检准确率', 'Accuracy in samples', ends(0.7, 0.99), [0.85, 20]),
        share('availability', '接口可用率', 'Availability of the interface', ends(0.95, 0.9999), [0.985, 50]),
        security,
      ],
      reputation: [standing, onTime, quantity('incidents', '近一年事故数', 'Incidents in a year', '次 times', 'piecewise', [[0, 1], [2, 0.6], [10, 0]], 0.1)],
    },
    inside: { resources: [0.5, 1, 2], technology: [1, 2, 2], reputation: [2, 2, 1] },
  },
  advertiser: {
    groups: [2, 1, 0.5],
    leaves: {
      resources: [
        quantity('annual_budget', '年度预算', 'Budget a year', '元 CNY', 'log', ends(50_000, 5_000_000), 0.1),
        share('audience_overlap', '受众重合度', 'Overlap of audiences', ends(0, 0.6), [0.15, 50]),
        quantity('monthly_creatives', '月均素材', 'Creatives a month', '件 items', 'log', ends(1, 50), 0.15),
      ],
      technology: [
        quantity('tracking_ready', '监测就绪度', 'Readiness for measurement', '0–5', 'linear', ends(0, 5), 0.1),
        quantity('landing_seconds', '落地页加载', 'Loading of the landing page', '秒 s', 'piecewise', [[1, 1], [3, 0.6], [8, 0]], 0.2),
        security,
      ],
      reputation: [standing, share('paid_on_time', '按时付款率', 'Invoices paid on time', ends(0.6, 1), [0.85, 10]), share('ad_violations', '广告违规率', 'Advertisements that broke rules', ends(0.1, 0), [0.03, 50], 0.1)],
    },
    inside: { resources: [2, 3, 2], technology: [1, 1, 1], reputation: [2, 1, 0.5] },
  },
  channel: {
    groups: [1, 1, 1],
    leaves: {
      resources: [
        quantity('monthly_readers', '月活读者', 'Readers a month', '人 people', 'log', ends(1000, 10_000_000), 0.05),
        share('audience_fit', '受众匹配度', 'Readers who fit', ends(0, 0.6), [0.2, 50]),
        share('conversion', '转化率', 'Conversion', ends(0, 0.05), [0.01, 500]),
      ],
      technology: [
        share('events_returned', '数据回传率', 'Events returned', ends(0.5, 1), [0.8, 20]),
        quantity('integration_days', '接入周期', 'Days to connect', '天 days', 'log', ends(90, 5), 0.1),
        security,
      ],
      reputation: [standing, onTime, share('invalid_traffic', '异常流量率', 'Invalid traffic', ends(0.2, 0), [0.05, 200], 0.15)],
    },
    inside: { resources: [1, 0.5, 0.5], technology: [2, 1, 0.5], reputation: [2, 1, 0.5] },
  },
  education: {
    groups: [2, 1, 0.5],
    leaves: {
      resources: [
        quantity('courses', '课程数', 'Courses', '门 courses', 'log', ends(5, 1000), 0.05),
        share('qualified_teachers', '师资合格率', 'Teachers with a qualification', ends(0.7, 1), [0.9, 20], 0.85),
        share('completion', '完课率', 'Courses completed', ends(0.1, 0.7), [0.3, 100]),
      ],
      technology: [quantity('platform_fit', '平台对接度', 'Fit of the learning platform', '0–5', 'linear', ends(0, 5), 0.1), formatFit, security],
      reputation: [standing, rating('learner_rating', '学员评分', 'Rating by learners'), share('refunds', '退费率', 'Courses refunded', ends(0.15, 0), [0.05, 100])],
    },
    inside: { resources: [0.5, 0.5, 1], technology: [1, 0.5, 0.5], reputation: [2, 3, 2] },
  },
};

/**
 * How partners are chosen. Criteria are versioned documents; evidence, assessments, reviews and applications are only ever added
 * to; nobody becomes approved without a person who endorsed the newest assessment, and for the strategic tier two.
 */
export class Screening1700000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    for (const [kind, { groups, leaves, inside }] of Object.entries(sets)) {
      const criteria: Leaf[] = (Object.keys(leaves) as Group[]).flatMap((group) => leaves[group].map((leaf) => ({ ...leaf, group })));
      await runner.query(
        'INSERT INTO criterion_sets (id, kind, version, criteria, judgements, lambda_ppm, created_at) VALUES (gen_random_uuid(), $1, 1, $2, $3, 700000, now())',
        [kind, JSON.stringify(criteria), JSON.stringify({ groups, ...inside })]);
    }
  }

  async down(): Promise<void> {
    throw new Error('Decisions about partners cannot be taken away: restore a backup instead.');
  }
}

const appendOnly = (table: string) => `CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change();`;

const tables = `
  ALTER TABLE partners ADD COLUMN reason text, ADD COLUMN reapply_after timestamptz, ADD CHECK (state = 'rejected' OR reapply_after IS NULL);
  CREATE TABLE criterion_sets (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('content_producer','technology_supplier','advertiser','channel','education')),
    version int NOT NULL CHECK (version > 0),
    criteria jsonb NOT NULL CHECK (jsonb_typeof(criteria) = 'array'),
    judgements jsonb NOT NULL CHECK (jsonb_typeof(judgements) = 'object'),
    lambda_ppm int NOT NULL CHECK (lambda_ppm BETWEEN 0 AND 1000000),
    entropy jsonb CHECK (jsonb_typeof(entropy) = 'array'),
    created_by uuid REFERENCES accounts,
    created_at timestamptz NOT NULL,
    UNIQUE (kind, version)
  );
  ${appendOnly('criterion_sets')}
  CREATE TABLE applications (
    id uuid PRIMARY KEY,
    partner_id uuid NOT NULL REFERENCES partners,
    code text NOT NULL,
    statement text NOT NULL CHECK (length(statement) BETWEEN 1 AND 5000),
    submitted_by uuid REFERENCES accounts,
    address_hash bytea CHECK (length(address_hash) = 32),
    email text,
    submitted_at timestamptz NOT NULL,
    CHECK (submitted_by IS NULL OR address_hash IS NULL)
  );
  CREATE INDEX applications_partner_idx ON applications (partner_id);
  CREATE INDEX applications_submitted_idx ON applications (submitted_at);
  ${appendOnly('applications')}
  CREATE TABLE evidence (
    id uuid PRIMARY KEY,
    partner_id uuid NOT NULL REFERENCES partners,
    criterion text NOT NULL,
    value double precision NOT NULL CHECK (value > '-Infinity' AND value < 'Infinity'),
    observations int NOT NULL CHECK (observations > 0),
    source text NOT NULL CHECK (length(source) BETWEEN 1 AND 300),
    verified_by uuid REFERENCES accounts,
    recorded_by uuid REFERENCES accounts,
    observed_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > observed_at)
  );
  CREATE INDEX evidence_partner_idx ON evidence (partner_id);
  ${appendOnly('evidence')}
  CREATE TABLE assessments (
    id uuid PRIMARY KEY,
    partner_id uuid NOT NULL REFERENCES partners,
    criterion_set_id uuid NOT NULL REFERENCES criterion_sets,
    inputs_hash bytea NOT NULL CHECK (length(inputs_hash) = 32),
    leaves jsonb NOT NULL CHECK (jsonb_typeof(leaves) = 'array'),
    score double precision CHECK (score BETWEEN 0 AND 1),
    low double precision CHECK (low BETWEEN 0 AND score),
    high double precision CHECK (high BETWEEN score AND 1),
    coverage double precision NOT NULL CHECK (coverage BETWEEN 0 AND 1),
    tier text CHECK (tier IN ('listed','standard','preferred','strategic')),
    next jsonb,
    draws bytea CHECK (length(draws) = 800),
    valid_until timestamptz,
    assessed_at timestamptz NOT NULL,
    CHECK ((score IS NULL) = (tier IS NULL) AND (score IS NULL) = (low IS NULL) AND (score IS NULL) = (high IS NULL) AND (score IS NULL) = (draws IS NULL)),
    UNIQUE (id, partner_id)
  );
  CREATE INDEX assessments_newest_idx ON assessments (partner_id, assessed_at DESC, id DESC);
  ${appendOnly('assessments')}
  CREATE TABLE due_diligence_reviews (
    id uuid PRIMARY KEY,
    partner_id uuid NOT NULL REFERENCES partners,
    assessment_id uuid NOT NULL,
    reviewer_id uuid NOT NULL REFERENCES accounts,
    verdict text NOT NULL CHECK (verdict IN ('endorse','object')),
    findings text NOT NULL CHECK (length(findings) BETWEEN 1 AND 5000),
    reviewed_at timestamptz NOT NULL,
    FOREIGN KEY (assessment_id, partner_id) REFERENCES assessments (id, partner_id)
  );
  CREATE INDEX due_diligence_reviews_partner_idx ON due_diligence_reviews (partner_id);
  ${appendOnly('due_diligence_reviews')}
  CREATE FUNCTION require_reviews() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE newest record; endorsed int; objected int;
    BEGIN
      SELECT id, tier INTO newest FROM assessments WHERE partner_id = NEW.id ORDER BY assessed_at DESC, id DESC LIMIT 1;
      SELECT count(*) FILTER (WHERE verdict = 'endorse'), count(*) FILTER (WHERE verdict = 'object') INTO endorsed, objected
        FROM (SELECT DISTINCT ON (reviewer_id) verdict FROM due_diligence_reviews WHERE assessment_id = newest.id ORDER BY reviewer_id, reviewed_at DESC, id DESC) AS last_words;
      IF newest.tier IS NULL OR objected > 0 OR endorsed < (CASE newest.tier WHEN 'strategic' THEN 2 ELSE 1 END) THEN
        RAISE EXCEPTION 'partner % is not endorsed by enough reviewers of its newest assessment', NEW.id;
      END IF;
      RETURN NEW;
    END $$;
  CREATE TRIGGER partners_approval_is_reviewed BEFORE UPDATE OF state ON partners FOR EACH ROW
    WHEN (NEW.state = 'approved' AND OLD.state <> 'approved') EXECUTE FUNCTION require_reviews();
`;
