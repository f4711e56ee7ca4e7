// Written by `npm run types` from docs/; do not edit.

/**
 * What became of an alarm.
 *
 */
export type AlarmOutcome =
  'waiting' | 'started' | 'joined' | 'over-limit' | 'unmatched' | 'given-up';
/**
 * What a budget is for.
 *
 */
export type BudgetKind = 'session' | 'diagnosis' | 'workload-day' | 'project-day';
/**
 * What may happen to a diagnosis next.
 *
 */
export type DiagnosisStatusValue =
  'new' | 'running' | 'paused' | 'concluded' | 'cancelled' | 'failed';
/**
 * What a finding says about the incident.
 *
 */
export type FindingKind =
  'cause' | 'symptom' | 'change' | 'recovery' | 'health' | 'ruled-out' | 'context';
/**
 * How a diagnosis ends.
 *
 */
export type Verdict = 'confirmed' | 'likely' | 'inconclusive' | 'healthy';
/**
 * What reasons over the evidence.
 *
 */
export type Engine = 'deterministic' | 'model';
export type Role = 'user' | 'agent';
export type MessageStatus = 'streaming' | 'complete' | 'failed';

/**
 * `seq` is the place of `message-accepted` in the session's stream.
 *
 */
export interface AcceptedMessage {
  sessionId: string;
  messageId: string;
  seq: number;
}
/**
 * An agent's tools. `allowed` are those of them that the code does not give it, `forbidden`
 * what was taken from it.
 *
 */
export interface AgentInForce {
  agent: string;
  tools: string[];
  allowed: string[];
  forbidden: string[];
}
/**
 * A change of an alarm's state. `dimensions` are those of the one metric that it watches, if it
 * is one; `queries` are what a metric-math or anomaly alarm is made of, `rule` what a composite
 * one is, and `children` the names of the alarms that made the composite one change.
 *
 */
export interface Alarm {
  name: string;
  description: string;
  state: string;
  reason: string;
  changedAt: string;
  account: string;
  region: string;
  namespace: string;
  metric: string;
  dimensions: {
    [k: string]: string;
  };
  periodSeconds: number;
  evaluationPeriods: number;
  datapointsToAlarm?: number | null;
  statistic: string;
  extendedStatistic: string;
  unit: string;
  comparison: string;
  threshold?: number | null;
  thresholdMetric: string;
  treatMissingData?: ('missing' | 'notBreaching' | 'breaching' | 'ignore') | null;
  queries: AlarmQuery[];
  rule: string;
  children: string[];
}
/**
 * One line of a metric-math alarm: a metric by its statistic, or an expression over others.
 *
 */
export interface AlarmQuery {
  id: string;
  metric?: Metric | null;
  statistic: string;
  periodSeconds?: number | null;
  unit: string;
  expression: string;
  label: string;
  returnsData: boolean;
}
/**
 * A CloudWatch metric by its full address.
 *
 */
export interface Metric {
  namespace: string;
  name: string;
  dimensions?: {
    [k: string]: string;
  };
}
/**
 * A look at the alarm's own metric: whether it meets the alarm's condition by now.
 *
 */
export interface AlarmNow {
  type: 'alarm-now';
  breaches: boolean;
}
/**
 * The alarm as CloudWatch would evaluate it now, and the change point of what it watches.
 *
 * `breaches` is None where nothing could be evaluated. `onset` is when the watched series left
 * what it was, an interval as wide as its datapoints; `usual` and `observed` are its levels before
 * and since, in its own unit. None where no change point is found. `baseline` is the time before
 * the onset; None where nothing can be called usual. `occasions` are when the condition was met
 * before: by the datapoints, and by the alarm's history.
 *
 */
export interface Anchor {
  resource?: string | null;
  definition: string;
  breaches?: boolean | null;
  since?: Window | null;
  onset?: Window | null;
  direction?: ('rise' | 'fall') | null;
  usual?: number | null;
  observed?: number | null;
  baseline?: Window | null;
  occasions: string[];
  evidence: string[];
}
/**
 * From `start` up to and including `end`, both in UTC.
 *
 */
export interface Window {
  start: string;
  end: string;
}
/**
 * A finding's claim as it is used for or against a hypothesis. `model` is the language model
 * that said so, and None where a rule did.
 *
 */
export interface Argument {
  claim: string;
  agent: string;
  evidence: string[];
  model?: string | null;
}
/**
 * What one agent is asked to look at, and why.
 *
 */
export interface Assignment {
  agent: string;
  task: string;
}
/**
 * Work that waits at the resource, and whether it still grows.
 *
 */
export interface Backlog {
  type: 'backlog';
  grows: boolean;
}
/**
 * The resource has telemetry only since the finding's onset: it was released then.
 *
 */
export interface Born {
  type: 'born';
}
/**
 * What model calls of one session or diagnosis, or of one workload's or project's day (UTC),
 * may use.
 *
 */
export interface BudgetInForce {
  kind: BudgetKind;
  tokens: number;
  dollars: number;
}
/**
 * What a project's model calls may still use today (UTC). What is reserved for calls that run
 * at this moment counts as used; a call of unknown price counts by its tokens.
 *
 */
export interface BudgetLeft {
  project: string;
  limitTokens: number;
  usedTokens: number;
  leftTokens: number;
  limitUsd: number;
  usedUsd: number;
  leftUsd: number;
  resetsAt: string;
}
/**
 * One change of one resource.
 *
 * `at` is when it happened, or the latest moment at which it can have happened; then `not_before`
 * is the earliest. `source` says who told us: `feed` (a team's pipeline), `cloudtrail`, `observed`
 * (Casebook compared the resource's configuration with what it had seen before), or `service` (the
 * AWS service that runs the resource).
 *
 */
export interface Change {
  changeId: string;
  at: string;
  notBefore?: string | null;
  kind: 'deployment' | 'configuration' | 'permission' | 'scaling' | 'service-event' | 'other';
  resource: string;
  actor?: string | null;
  summary: string;
  diff: FieldChange[];
  patch?: string | null;
  url?: string | null;
  source: 'feed' | 'cloudtrail' | 'observed' | 'service';
}
/**
 * One setting, before and after. `None` means that it was not there.
 *
 */
export interface FieldChange {
  path: string;
  before?: unknown;
  after?: unknown;
}
/**
 * A change held against the errors. `asks_for_more`: it makes its resource ask for more.
 *
 */
export interface ChangeLink {
  type: 'change-link';
  asksForMore: boolean;
}
export interface ChangePage {
  changes: Change[];
}
/**
 * `document` is TOML.
 *
 */
export interface CheckDocument {
  document: string;
}
/**
 * What a document would come to: its rows, if nothing is wrong with it.
 *
 */
export interface CheckedDocument {
  rows: Row[];
  problems: RowProblem[];
}
/**
 * A row of the document, by its table and its name, and what it says in a few words.
 *
 */
export interface Row {
  table: 'sign' | 'cause' | 'metric' | 'setting' | 'event' | 'reason';
  name: string;
  says: string;
}
/**
 * Where something is wrong (`sign: row "partner-declined": phrases[2]`), and what.
 *
 */
export interface RowProblem {
  field: string;
  error: string;
}
export interface ControlledDiagnosis {
  diagnosisId: string;
  status: 'running' | 'paused' | 'cancelled';
}
/**
 * A number of things in a period. `used` begins anew at `resetsAt`.
 *
 */
export interface CountLeft {
  limit: number;
  used: number;
  left: number;
  resetsAt: string;
}
/**
 * An Aurora cluster with PostgreSQL, through the RDS Data API.
 *
 */
export interface DataApiDatabase {
  database: string;
  /**
   * @minItems 1
   * @maxItems 20
   */
  schemas: string[];
  /**
   * @maxItems 200
   */
  tables?: string[];
  /**
   * With `username` and `password`, as RDS makes them.
   */
  secret: string;
  clusterArn: string;
}
/**
 * A workload as its team describes it, to register it or to change it.
 *
 */
export interface DescribeWorkload {
  repository?: GitHubRepository | GitRepository | null;
  search?: SearchConnection | null;
  database?: PostgresDatabase | DataApiDatabase | null;
  /**
   * @maxItems 5
   */
  mcp?: McpServer[];
  name: string;
  project: string;
  /**
   * @minItems 1
   * @maxItems 200
   */
  resources: Resource[];
  /**
   * @maxItems 2000
   */
  calls?: [string, string][];
  /**
   * @maxItems 200
   */
  alarms?: string[];
}
/**
 * A repository at GitHub, or at a GitHub Enterprise Server whose API is at `endpoint`.
 *
 */
export interface GitHubRepository {
  /**
   * `owner/name`.
   */
  github: string;
  /**
   * The secret with a token. GitHub searches code for those alone who have one.
   */
  secret?: string | null;
  /**
   * The API's address.
   */
  endpoint?: string;
}
/**
 * A bare clone below the folder that the deployment keeps clones in (CASEBOOK_GIT_ROOT).
 *
 */
export interface GitRepository {
  /**
   * The clone's path below that folder.
   */
  git: string;
  /**
   * The branch that is deployed.
   */
  branch?: string;
}
/**
 * An Elasticsearch or OpenSearch cluster and the indices of it that are the workload's.
 *
 */
export interface SearchConnection {
  endpoint: string;
  /**
   * Names; `*` stands for any characters.
   *
   * @minItems 1
   * @maxItems 50
   */
  indices: string[];
  /**
   * `sigv4` signs with the function's role, for OpenSearch Service.
   */
  auth?: 'api-key' | 'basic' | 'sigv4' | 'none';
  /**
   * With an API key, or a user and password.
   */
  secret?: string | null;
  /**
   * For `sigv4`.
   */
  region?: string | null;
  timeField?: string;
}
/**
 * A PostgreSQL server that the functions can reach. The connection is always encrypted.
 *
 */
export interface PostgresDatabase {
  database: string;
  /**
   * @minItems 1
   * @maxItems 20
   */
  schemas: string[];
  /**
   * @maxItems 200
   */
  tables?: string[];
  /**
   * With `username` and `password`, as RDS makes them.
   */
  secret: string;
  host: string;
  port?: number;
}
/**
 * An MCP server (streamable HTTP) and those of its tools that agents may use.
 *
 */
export interface McpServer {
  /**
   * Its tools are named `mcp_<name>_<tool>`.
   */
  name: string;
  endpoint: string;
  /**
   * The tools that only read; others do not exist.
   *
   * @minItems 1
   * @maxItems 30
   */
  tools: string[];
  /**
   * With the `token` to send.
   */
  secret?: string | null;
  /**
   * What it is sent in: a header whose name ends in Authorization, Auth, Key, Token or Secret.
   */
  header?: string;
}
/**
 * One part of a workload, named as AWS names it (function, table, queue …).
 *
 * An `eks-workload` is a Deployment, StatefulSet, DaemonSet or Job, or a pod that has no owner,
 * named as that is, with or without its namespace (`shop/cart`); an `eks-node` is named as
 * `kubectl get nodes` names it.
 *
 */
export interface Resource {
  name: string;
  type?: string;
  logGroups?: string[];
  metrics?: Metric[];
}
/**
 * The diagnosis as it stands after the event `seq`.
 *
 */
export interface Diagnosis {
  diagnosisId: string;
  seq: number;
  status: DiagnosisStatusValue;
  workloadId: string;
  project: string;
  startedAt?: string | null;
  endedAt?: string | null;
  window?: Window | null;
  alarm?: Alarm | null;
  anchor?: Anchor | null;
  question?: string | null;
  user?: string | null;
  rerun?: Rerun | null;
  takenOver?: StepsTakenOver | null;
  requestedMode: 'auto' | 'simple' | 'complex';
  mode?: ('simple' | 'complex') | null;
  knowledge: number;
  round: number;
  assignments: Assignment[];
  evidence: Evidence[];
  findings: Finding[];
  gaps: string[];
  completed: [string, number][];
  failed: [string, number][];
  hypotheses: Hypothesis[];
  usage: Spent;
  report?: Report | null;
  error?: string | null;
}
/**
 * Which diagnosis is run again: from its event `fromSeq` on, or from the beginning. `hint` is
 * a person's word: names in it are looked at first; it is data, and no instruction.
 *
 */
export interface Rerun {
  of: string;
  fromSeq?: number | null;
  hint?: string | null;
}
/**
 * The steps of `of` that had ended before its event `beforeSeq` stand. Copies of their events
 * follow; the `evidence` and `findings` in them were not found anew. It goes on in this `round`
 * with these `agents`; round 0: with the plan.
 *
 */
export interface StepsTakenOver {
  of: string;
  beforeSeq: number;
  steps: StepTakenOver[];
  evidence: string[];
  findings: string[];
  round: number;
  agents: string[];
}
/**
 * A step of another diagnosis: `prepare`, `plan`, `assess`, an alarm that joined (`alarm`), or
 * an agent by its name. `seq` is that of its first event there.
 *
 */
export interface StepTakenOver {
  name: string;
  round: number;
  seq: number;
}
/**
 * What one tool run brought back.
 *
 * `sha256` is over the raw result as it lies at `location`; `excerpt` is its redacted, shortened
 * text, the only part that agents, people and models read.
 *
 */
export interface Evidence {
  id: string;
  tool: string;
  query: {
    [k: string]: unknown;
  };
  window: Window;
  outcome: 'success' | 'no-data' | 'error';
  sha256: string;
  excerpt: string;
  location: string;
  takenAt: string;
}
/**
 * A claim with citations. `rule` names the rule or model that made it; `strength` is how far
 * the cited evidence alone carries the claim, 0 to 1. It began at `onset`, or at any time up to
 * `onset_until` where what was measured is no finer: a datapoint is a period wide. `about` is what
 * was observed, where something is decided by it.
 *
 */
export interface Finding {
  id: string;
  agent: string;
  rule: string;
  kind: FindingKind;
  claim: string;
  strength: number;
  evidence: string[];
  resource?: string | null;
  category?:
    | (
        | 'code-defect'
        | 'deployment'
        | 'configuration'
        | 'resource-exhaustion'
        | 'throttling'
        | 'dependency'
        | 'permission'
        | 'bad-input'
        | 'network'
        | 'infrastructure'
        | 'traffic'
        | 'none'
      )
    | null;
  onset?: string | null;
  onsetUntil?: string | null;
  change?: Change | null;
  errors: ErrorPattern[];
  about?:
    | (
        | AlarmNow
        | Backlog
        | Born
        | ChangeLink
        | MetricShift
        | NeedsNobody
        | Plan
        | Quiet
        | Recovered
        | Runbook
        | Statement
        | Unseen
      )
    | null;
}
/**
 * Log lines of one shape: the template, how many, and when.
 *
 * `onset` is when they began to come, or to come far more often, if that was in the window or the
 * hour before it; `not_before` is the last moment at which they had not. `longest_pause_seconds`
 * is the longest time between two of them in a row in the window.
 *
 */
export interface ErrorPattern {
  template: string;
  count: number;
  baselineCount: number;
  firstAt: string;
  lastAt: string;
  example: string;
  logGroup: string;
  resource: string;
  evidence: string[];
  onset?: string | null;
  notBefore?: string | null;
  longestPauseSeconds: number;
}
/**
 * A metric left its usual level. `of` is what moved: the share of what is up or succeeds
 * (`availability`), any other level of which only that is known (`level`), the part that a
 * function takes of the account's `concurrency`, open `connections`, the load of a source whose
 * follower fell behind (`followed-load`), or how far a replica is behind its source
 * (`replica-lag`).
 *
 */
export interface MetricShift {
  type: 'metric-shift';
  of: 'availability' | 'level' | 'concurrency' | 'connections' | 'followed-load' | 'replica-lag';
}
/**
 * The team's runbooks say that nobody has to act on such an alarm.
 *
 */
export interface NeedsNobody {
  type: 'needs-nobody';
}
/**
 * The finding's change is made regularly, and had the same effect before.
 *
 */
export interface Plan {
  type: 'plan';
}
/**
 * Telemetry was read, and no failure in it is above the usual: of the resource, or of all.
 *
 */
export interface Quiet {
  type: 'quiet';
}
/**
 * `alarm`: the alarm's metric is back at its baseline. `latency`: it is as fast as before, and
 * may fail at once. `failures`: work goes on without them.
 *
 */
export interface Recovered {
  type: 'recovered';
  of: 'alarm' | 'failures' | 'latency';
}
/**
 * A section of the team's runbooks is about what is in hand.
 *
 */
export interface Runbook {
  type: 'runbook';
}
/**
 * The database spends its time on one statement, which the claim names.
 *
 */
export interface Statement {
  type: 'statement';
}
/**
 * The resource that the alarm is about has none of this telemetry in the window.
 *
 */
export interface Unseen {
  type: 'unseen';
  source: 'logs' | 'metrics';
}
/**
 * `resource` failed in the manner of `category`.
 *
 */
export interface Hypothesis {
  resource: string;
  category:
    | 'code-defect'
    | 'deployment'
    | 'configuration'
    | 'resource-exhaustion'
    | 'throttling'
    | 'dependency'
    | 'permission'
    | 'bad-input'
    | 'network'
    | 'infrastructure'
    | 'traffic'
    | 'none';
  summary: string;
  confidence: number;
  supports: Argument[];
  contradicts: Argument[];
}
/**
 * A sum of model calls and of tools' requests to AWS. `known_microdollars` is what the calls
 * with a known price cost; AWS' charges for requests and bytes are not in it.
 *
 */
export interface Spent {
  calls: number;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  knownMicrodollars: number;
  unpricedCalls: number;
  awsRequests: number;
  bytesScanned: number;
}
/**
 * The result of a diagnosis, as it stands in `diagnosis-concluded`.
 *
 */
export interface Report {
  verdict: Verdict;
  rootCause?: RootCause | null;
  confidence: number;
  summary: string;
  since?: Since | null;
  narrative?: Narrative | null;
  change?: Change | null;
  errors: ErrorPattern[];
  timeline: Moment[];
  hypotheses: Hypothesis[];
  ruledOut: RuledOut[];
  remediation: Remediation[];
  lookedAt: Look[];
  nextSteps: Remediation[];
  gaps: string[];
  teamRows: TeamRow[];
  evidence: Evidence[];
  durationSeconds: number;
  costUsd?: number | null;
}
export interface RootCause {
  resource: string;
  category:
    | 'code-defect'
    | 'deployment'
    | 'configuration'
    | 'resource-exhaustion'
    | 'throttling'
    | 'dependency'
    | 'permission'
    | 'bad-input'
    | 'network'
    | 'infrastructure'
    | 'traffic'
    | 'none';
  summary: string;
}
/**
 * When the symptom began: not before `not_before`, where that is known, and by `onset`.
 *
 */
export interface Since {
  notBefore?: string | null;
  onset: string;
}
/**
 * The incident told by a language model, after the conclusion and without a part in it. `text`
 * is what stood the check, with its citations; `struck` sentences did not.
 *
 */
export interface Narrative {
  text: string;
  model: string;
  struck: number;
}
/**
 * A line of the timeline. With `until` it is an interval: it happened at some time from `at` to
 * `until`, as a datapoint's period or two observations tell it.
 *
 */
export interface Moment {
  at: string;
  until?: string | null;
  what: string;
  evidence: string[];
}
export interface RuledOut {
  summary: string;
  evidence: string[];
}
/**
 * Something for a person to do. `command` only reads: Casebook changes nothing.
 *
 */
export interface Remediation {
  text: string;
  command?: string | null;
}
/**
 * Something that was looked at, and what there was: `12 datapoints`, `nothing`, an error.
 *
 */
export interface Look {
  what: string;
  found: string;
  evidence: string[];
}
/**
 * A row of the team's own knowledge that had a part in it: in which table, and its name.
 *
 */
export interface TeamRow {
  table: string;
  name: string;
}
/**
 * Newest first. `next` is the `before` of the next page, absent on the last one.
 *
 */
export interface DiagnosisPage {
  diagnoses: DiagnosisSummary[];
  next?: string | null;
}
/**
 * `queuePlace` is there while the status is `queued`: 1 starts next.
 *
 */
export interface DiagnosisSummary {
  diagnosisId: string;
  workloadId: string;
  project: string;
  status: string;
  queuePlace?: number | null;
  startedAt: string;
  endedAt?: string | null;
  alarm?: string | null;
  verdict?: string | null;
  resource?: string | null;
  category?: string | null;
  confidence?: number | null;
  summary?: string | null;
  rerunOf?: string | null;
  feedback: FeedbackCounts;
}
/**
 * How many people called the diagnosis useful, and how many wrong.
 *
 */
export interface FeedbackCounts {
  useful: number;
  wrong: number;
}
/**
 * `retryAfterSeconds` says when to look again while it waits or runs. `queuePlace` is there
 * while the status is `queued`: 1 starts next. Its events say `running` from the first on.
 *
 */
export interface DiagnosisStatus {
  diagnosisId: string;
  workloadId: string;
  status: string;
  queuePlace?: number | null;
  seq: number;
  window?: Window | null;
  startedAt?: string | null;
  endedAt?: string | null;
  mode?: string | null;
  round: number;
  result?: Report | null;
  error?: string | null;
  rerun?: Rerun | null;
  feedback: FeedbackView[];
  retryAfterSeconds?: number | null;
}
/**
 * One person's feedback; what they said last.
 *
 */
export interface FeedbackView {
  user: string;
  rating: 'useful' | 'wrong';
  at: string;
  cause?: string | null;
  note?: string | null;
}
/**
 * `share` is the percentage of sessions and diagnoses that a model answers; rules the others.
 * With `deterministic` it has no meaning.
 *
 */
export interface EngineInForce {
  engine: Engine;
  share: number;
}
/**
 * One thing that happened. `seq` counts from 1; `parent` is the seq of the event that caused
 * this one. events.schema.json says what `data` holds for each `type`.
 *
 */
export interface Event {
  stream: string;
  seq: number;
  type:
    | 'agent-completed'
    | 'agent-failed'
    | 'agent-started'
    | 'assessment-made'
    | 'content-delta'
    | 'content-reset'
    | 'diagnosis-cancelled'
    | 'diagnosis-concluded'
    | 'diagnosis-failed'
    | 'diagnosis-paused'
    | 'diagnosis-resumed'
    | 'diagnosis-started'
    | 'evidence-found'
    | 'finding-reported'
    | 'message-accepted'
    | 'message-complete'
    | 'message-failed'
    | 'message-start'
    | 'mode-selected'
    | 'plan-made'
    | 'session-ended'
    | 'session-started'
    | 'steps-taken-over'
    | 'tool-finished'
    | 'tool-started'
    | 'usage-recorded';
  at: string;
  actor: string;
  parent?: number | null;
  data: {
    [k: string]: unknown;
  };
}
/**
 * Events in the order asked for. `next` is there if there are more of them: the `after` of the
 * next page, from the newest on its `before`. `seq` is the number up to which nothing is missing,
 * whatever was filtered out: what happens later has a higher one.
 *
 */
export interface EventPage {
  events: Event[];
  seq: number;
  next?: number | null;
}
/**
 * Value number i of every series is that of the period which begins `i * periodSeconds` after
 * `start`; null where there is no datapoint. `source`: as it was kept with the evidence, or read
 * from CloudWatch just now. `window` is the evidence's own. `leftOff` is how many series more
 * there are: beyond the `limit`, or of another period.
 *
 */
export interface EvidenceSeries {
  evidenceId: string;
  tool: string;
  source: 'evidence' | 'cloudwatch';
  window: Window;
  start: string;
  periodSeconds: number;
  series: MetricSeries[];
  leftOff: number;
}
/**
 * One statistic of one metric. `resource` is absent where it is an expression of the alarm, and
 * `unit` where it is not known. `threshold` is the alarm's, where `values` are what it is held
 * against. `baselineMean` is the mean of the hour before the window.
 *
 */
export interface MetricSeries {
  resource?: string | null;
  namespace: string;
  metric: string;
  statistic: string;
  unit?: string | null;
  values: (number | null)[];
  isAlarmed: boolean;
  threshold?: number | null;
  baselineMean?: number | null;
}
export interface FieldError {
  field: string;
  error: string;
}
/**
 * Something that a workload names and its project does not own: where, and its name.
 *
 */
export interface ForeignThing {
  field: string;
  name: string;
}
/**
 * What API Gateway answers by itself, before Casebook is asked.
 *
 */
export interface GatewayRefusal {
  message: string;
}
/**
 * `cause`: what it really was. Secrets in both texts are replaced before they are kept.
 *
 */
export interface GiveFeedback {
  rating: 'useful' | 'wrong';
  cause?: string | null;
  note?: string | null;
}
/**
 * `models` are the language models in the order in which they are asked, by `provider/model`.
 * `status` is about the parts alone: without any model the deterministic engine answers.
 *
 */
export interface HealthReport {
  status: 'ok' | 'failed';
  parts: {
    [k: string]: PartHealth;
  };
  models: {
    [k: string]: PartHealth;
  };
}
/**
 * `error` says why a part is not well, in words that give nothing away: anybody may read
 * health. The log has more.
 *
 */
export interface PartHealth {
  status: 'ok' | 'failed';
  milliseconds: number;
  error?: string | null;
}
/**
 * Newest first. `next` is the `before` of the next page, absent on the last one.
 *
 */
export interface HeardAlarmPage {
  alarms: HeardAlarmView[];
  next?: string | null;
}
/**
 * A change of an alarm's state, and what became of it in one workload.
 *
 * `waiting`: it is being handled, or will be tried again. `started` and `joined`: `diagnosisId`
 * says which diagnosis. For the others `why` says why there is none: `over-limit`, `unmatched`
 * (no workload claims it), `given-up` (every attempt failed; its message is in the queue of failed
 * events). `reason` is CloudWatch's own, `at` the last attempt to handle it.
 *
 */
export interface HeardAlarmView {
  name: string;
  changedAt: string;
  reason: string;
  at: string;
  outcome: AlarmOutcome;
  workloadId?: string | null;
  project?: string | null;
  diagnosisId?: string | null;
  why?: string | null;
}
/**
 * Messages oldest first. `next` is the `after` of the next page, absent on the last one.
 *
 * `seq` is the number of the last event that the answer covers: a client that paints the messages
 * goes on with what follows it. Of several pages, the first one's `seq` counts.
 *
 */
export interface History {
  sessionId: string;
  status: string;
  seq: number;
  messages: Message[];
  next?: string | null;
}
/**
 * `evidence` are the ids that the text cites.
 *
 */
export interface Message {
  messageId: string;
  role: Role;
  text: string;
  at: string;
  status: MessageStatus;
  inReplyTo?: string | null;
  evidence: string[];
}
/**
 * `sessionsPerHour` is for a user, `diagnosesPerDay` for a workload, `rechecksPerHour` for the
 * evidence of one diagnosis or session. `diagnosesAtOnce` are under way in the account at most,
 * `projectDiagnosesAtOnce` of a project; more are queued. `eventDays` and `usageDays` say how long
 * both are kept.
 *
 */
export interface LimitsInForce {
  sessionsPerHour: number;
  messagesPerSession: number;
  messageCharacters: number;
  diagnosesPerDay: number;
  diagnosesAtOnce: number;
  projectDiagnosesAtOnce: number;
  rechecksPerHour: number;
  eventDays: number;
  usageDays: number;
  budgets: BudgetInForce[];
}
/**
 * An alarm as it is now. `resources` are those of the workload that it watches.
 *
 */
export interface MapAlarm {
  name: string;
  state: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';
  reason: string;
  since?: string | null;
  resources: string[];
}
/**
 * Who calls whom, as it is registered.
 *
 */
export interface MapCall {
  caller: string;
  callee: string;
}
/**
 * `alarming`: an alarm that watches it is in ALARM, or it is gone. `changed`: something of it
 * was changed in the last day. `healthy`: every alarm that watches it is well. `unknown`: no alarm
 * is known that would tell. `since` is when that began, where it did. `alarms` are the names of
 * those that watch it.
 *
 */
export interface MapResource {
  name: string;
  type:
    | 'lambda'
    | 'dynamodb'
    | 'sqs'
    | 'ecs'
    | 'eks-workload'
    | 'eks-node'
    | 'rds'
    | 'elasticache'
    | 'stepfunctions'
    | 'apigateway'
    | 'http'
    | 'other';
  state: 'alarming' | 'changed' | 'healthy' | 'unknown';
  reason: string;
  since?: string | null;
  alarms: string[];
}
/**
 * You, as your token says: `projects` are your groups in the user pool, and all that you may.
 * `sessions` is how many you may start in this hour. What is left of one session's messages is in
 * the list of sessions.
 *
 */
export interface Me {
  user: string;
  projects: string[];
  sessions: CountLeft;
  messagesPerSession: number;
  budgets: BudgetLeft[];
}
/**
 * A language model, in the order in which they are asked.
 *
 * `state`: `asked`; `left-alone` until `until`, because it failed (`reason`); `on-trial`: it
 * failed, and the next call finds out whether it works again. `isPriced`: what it costs is known.
 *
 */
export interface ModelInForce {
  model: string;
  state: 'asked' | 'left-alone' | 'on-trial';
  until?: string | null;
  reason?: string | null;
  maxTokens: number;
  contextTokens: number;
  timeoutSeconds: number;
  attempts: number;
  isPriced: boolean;
}
export interface OpenDiagnosis {
  diagnosisId: string;
  status: 'queued' | 'running' | 'paused';
  startedAt: string;
  alarm?: string | null;
}
/**
 * What an operator wrote down for a project. Version 0: nothing was written yet.
 *
 */
export interface Ownership {
  /**
   * Of resources, as they are registered: names or ARNs.
   *
   * @maxItems 500
   */
  names: string[];
  /**
   * Of log groups.
   *
   * @maxItems 500
   */
  logGroups: string[];
  /**
   * Of metrics. All that is in them is owned.
   *
   * @maxItems 500
   */
  namespaces: string[];
  /**
   * Names of alarms.
   *
   * @maxItems 500
   */
  alarms: string[];
  /**
   * Clones below the folder that the deployment keeps.
   *
   * @maxItems 500
   */
  clones: string[];
  /**
   * Servers that may be asked without a secret. OpenSearch at one that is listed in full may be asked with the function's own signature.
   *
   * @maxItems 500
   */
  hosts: string[];
  project: string;
  version: number;
  writtenAt?: string | null;
  writtenBy?: string | null;
}
/**
 * By project: the caller's own, or all of them for an operator.
 *
 */
export interface OwnershipPage {
  projects: OwnershipView[];
}
/**
 * What the project owns. Version 0: nothing was written yet. `unowned` are its workloads of
 * which not all is looked at.
 *
 */
export interface OwnershipView {
  mode: 'by-prefix' | 'single-tenant';
  ownership: Ownership;
  unowned: UnownedWorkload[];
}
/**
 * A workload of which not all is looked at. `command` is what an operator runs to allow it.
 *
 */
export interface UnownedWorkload {
  workloadId: string;
  name: string;
  foreign: ForeignThing[];
  command: string;
}
/**
 * What went wrong (RFC 9457). `retryable`: the same request may succeed later, after
 * `retryAfterSeconds` where that is known. `errors` names every field that is wrong,
 * `diagnosisId` the diagnosis that is in the way.
 *
 */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string | null;
  retryable: boolean;
  retryAfterSeconds?: number | null;
  errors?: FieldError[] | null;
  diagnosisId?: string | null;
}
/**
 * `version` is the newest that the writer has seen, so that nobody writes over another's.
 *
 */
export interface PutDocument {
  document: string;
  version: number;
}
/**
 * `version` is the newest that the writer has seen, so that nobody writes over another's.
 *
 */
export interface PutOwnership {
  /**
   * Of resources, as they are registered: names or ARNs.
   *
   * @maxItems 500
   */
  names?: string[];
  /**
   * Of log groups.
   *
   * @maxItems 500
   */
  logGroups?: string[];
  /**
   * Of metrics. All that is in them is owned.
   *
   * @maxItems 500
   */
  namespaces?: string[];
  /**
   * Names of alarms.
   *
   * @maxItems 500
   */
  alarms?: string[];
  /**
   * Clones below the folder that the deployment keeps.
   *
   * @maxItems 500
   */
  clones?: string[];
  /**
   * Servers that may be asked without a secret. OpenSearch at one that is listed in full may be asked with the function's own signature.
   *
   * @maxItems 500
   */
  hosts?: string[];
  version: number;
}
/**
 * The evidence with its raw result as it was stored. `intact`: it still has its digest. `raw`
 * is absent if what is stored is no JSON object any more.
 *
 */
export interface RawEvidence {
  evidence: Evidence;
  raw?: {
    [k: string]: unknown;
  } | null;
  intact: boolean;
}
/**
 * What the query behind a piece of evidence answers now, against what it answered then.
 *
 * `gone`: there was a result and there is none now. `not-repeatable`: there is no tool that could
 * ask again (for the alarm itself, say), so only what is stored was checked. `intact`: the stored
 * result still has its digest; absent when it has expired. `diff` is a unified diff of the
 * redacted excerpts, cut off when it is long.
 *
 */
export interface Recheck {
  evidenceId: string;
  tool: string;
  outcome: 'same' | 'changed' | 'gone' | 'failed' | 'not-repeatable';
  intact?: boolean | null;
  window: Window;
  checkedAt: string;
  then: ResultSummary;
  now?: ResultSummary | null;
  summary: string;
  diff: string;
}
/**
 * One answer to a query. `counts` has how many elements each of its lists holds (`lines`,
 * `points`); it is empty when there is no data, or when what is stored cannot be trusted.
 *
 */
export interface ResultSummary {
  outcome: 'success' | 'no-data' | 'error';
  sha256: string;
  counts: {
    [k: string]: number;
  };
}
/**
 * A change, as a team's pipeline reports it.
 *
 * `diff` is a list of settings with `before` and `after`, an object of the same by path, or text:
 * lines such as `PAYMENTS_URL: old -> new`, or a unified diff.
 *
 */
export interface ReportChange {
  at: string;
  kind: string;
  resource: string;
  actor?: string | null;
  summary?: string;
  diff?:
    | FieldChange[]
    | {
        [k: string]: unknown;
      }
    | string
    | null;
  url?: string | null;
}
/**
 * `fromSeq` is the first event of the step from which on everything is done anew; steps that
 * had ended before it stand. Without it: from the beginning. `hint` is your word on where to look
 * first: names of resources, metrics and settings count.
 *
 */
export interface RerunDiagnosis {
  fromSeq?: number | null;
  hint?: string | null;
  mode?: ('auto' | 'simple' | 'complex') | null;
}
/**
 * `workloadId` is absent where all workloads of the project share it.
 *
 */
export interface RunbookInForce {
  name: string;
  location: string;
  bytes: number;
  project: string;
  workloadId?: string | null;
}
/**
 * `clientMessageId` is the client's own: sending the same one again changes nothing.
 *
 */
export interface SendMessage {
  sessionId: string;
  message: string;
  clientMessageId: string;
}
export interface SessionLimits {
  messagesPerSession: number;
  messageCharacters: number;
  idleSeconds: number;
}
/**
 * Newest first. `next` is the `before` of the next page, absent on the last one. A page can be
 * shorter than `limit`: sessions of projects that you have left are not told.
 *
 */
export interface SessionPage {
  sessions: SessionSummary[];
  next?: string | null;
}
/**
 * `title` is how the first message begins, redacted; absent before there is one. `messages`
 * counts yours, and `messagesLeft` says how many more the session takes.
 *
 */
export interface SessionSummary {
  sessionId: string;
  workloadId: string;
  title?: string | null;
  status: 'open' | 'answering' | 'ended';
  startedAt: string;
  activeAt: string;
  messages: number;
  messagesLeft: number;
}
/**
 * Where to connect, what lets you in once, and the events after `after`. `next` is there if
 * one answer does not hold them all: the `after` of the next page.
 *
 */
export interface SessionStream {
  webSocketUrl: string;
  ticket: string;
  expiresInSeconds: number;
  events: Event[];
  next?: number | null;
}
/**
 * What cannot be read is empty or absent, and `notes` say why. `runbooks` are those of the
 * first 50 of your workloads.
 *
 */
export interface SettingsInForce {
  engine: EngineInForce;
  agents: AgentInForce[];
  limits: LimitsInForce;
  models: ModelInForce[];
  runbooks: RunbookInForce[];
  notes: string[];
}
/**
 * Without a window it is about the last hour.
 *
 */
export interface StartDiagnosis {
  mode?: 'auto' | 'simple' | 'complex';
  question?: string | null;
  window?: Window | null;
}
/**
 * Nothing needs to be said; the body may be left out.
 *
 */
export interface StartSession {}
/**
 * `joined`: the workload had an open diagnosis already, and this is that one. `queued`: as many
 * are under way as may be, and it starts as soon as others end.
 *
 */
export interface StartedDiagnosis {
  diagnosisId: string;
  joined: boolean;
  queued: boolean;
}
/**
 * How to go on is in `stream`: GET it for the WebSocket's address, a ticket and the events.
 *
 */
export interface StartedSession {
  sessionId: string;
  workloadId: string;
  seq: number;
  limits: SessionLimits;
  stream: string;
}
export interface StopAnswer {
  sessionId: string;
}
/**
 * `messageId` is the answer that was stopped (your own message, when the answer had not begun),
 * and `seq` the place of its `message-failed`. Both are absent when nothing was being answered.
 *
 */
export interface StoppedAnswer {
  sessionId: string;
  messageId?: string | null;
  seq?: number | null;
}
/**
 * The document in force, or the version that was asked for. Version 0: none was written yet.
 *
 */
export interface TeamKnowledgePage {
  project: string;
  version: number;
  newest: number;
  document: string;
  writtenAt?: string | null;
  writtenBy?: string | null;
  rows: Row[];
}
/**
 * Connect to `web_socket_url` with `?ticket=` within `expires_in_seconds`. It works once.
 *
 */
export interface Ticket {
  webSocketUrl: string;
  ticket: string;
  expiresInSeconds: number;
}
/**
 * Newest first.
 *
 */
export interface UnmatchedAlarmPage {
  alarms: UnmatchedAlarmView[];
}
export interface UnmatchedAlarmView {
  alarm: Alarm;
  receivedAt: string;
  why: string;
}
/**
 * A sum of model calls and of tools' requests to AWS. `costUsd` is null as soon as the price of
 * one call is unknown; `knownCostUsd` is what the others cost. AWS' charges for `awsRequests` and
 * `bytesScanned` (by CloudWatch Logs Insights) are in neither.
 *
 */
export interface UsageFigures {
  calls: number;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  costUsd?: number | null;
  knownCostUsd: number;
  unpricedCalls: number;
  awsRequests: number;
  bytesScanned: number;
}
/**
 * `key` is a day, a workload's id, a user or `provider/model`. By model, the requests of tools
 * are the line `tools`, which has no calls.
 *
 */
export interface UsageLine {
  calls: number;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  costUsd?: number | null;
  knownCostUsd: number;
  unpricedCalls: number;
  awsRequests: number;
  bytesScanned: number;
  key: string;
}
export interface UsagePage {
  from: string;
  to: string;
  by: 'day' | 'workload' | 'user' | 'model';
  lines: UsageLine[];
  total: UsageFigures;
}
/**
 * A registered workload. `project` is the Cognito group whose members may see it.
 *
 */
export interface Workload {
  repository?: GitHubRepository | GitRepository | null;
  search?: SearchConnection | null;
  database?: PostgresDatabase | DataApiDatabase | null;
  /**
   * @maxItems 5
   */
  mcp: McpServer[];
  workloadId: string;
  name: string;
  project: string;
  resources: Resource[];
  calls: [string, string][];
  alarms: string[];
  createdAt: string;
  updatedAt: string;
}
/**
 * Resources are in the order of their registration, alarms with those in ALARM first.
 * `diagnosis` is the open one, if one is. `notes` say what could not be read.
 *
 */
export interface WorkloadMap {
  workloadId: string;
  at: string;
  resources: MapResource[];
  calls: MapCall[];
  alarms: MapAlarm[];
  diagnosis?: OpenDiagnosis | null;
  notes: string[];
}
/**
 * By project. `next` is there when there is another page: send it back as it is.
 *
 */
export interface WorkloadPage {
  workloads: Workload[];
  next?: string | null;
}
