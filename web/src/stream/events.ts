// Written by `npm run types` from docs/; do not edit.

/**
 * One thing that happened. `seq` counts from 1; `parent` is the seq of the event that caused
 * this one. events.schema.json says what `data` holds for each `type`.
 */
export type Event =
  | AgentCompletedEvent
  | AgentFailedEvent
  | AgentStartedEvent
  | AssessmentMadeEvent
  | ContentDeltaEvent
  | ContentResetEvent
  | DiagnosisCancelledEvent
  | DiagnosisConcludedEvent
  | DiagnosisFailedEvent
  | DiagnosisPausedEvent
  | DiagnosisResumedEvent
  | DiagnosisStartedEvent
  | EvidenceFoundEvent
  | FindingReportedEvent
  | MessageAcceptedEvent
  | MessageCompleteEvent
  | MessageFailedEvent
  | MessageStartEvent
  | ModeSelectedEvent
  | PlanMadeEvent
  | SessionEndedEvent
  | SessionStartedEvent
  | StepsTakenOverEvent
  | ToolFinishedEvent
  | ToolStartedEvent
  | UsageRecordedEvent;
/**
 * How a diagnosis ends.
 */
export type Verdict = 'confirmed' | 'likely' | 'inconclusive' | 'healthy';
/**
 * What a finding says about the incident.
 */
export type FindingKind =
  'cause' | 'symptom' | 'change' | 'recovery' | 'health' | 'ruled-out' | 'context';

export interface AgentCompletedEvent {
  stream: string;
  seq: number;
  type: 'agent-completed';
  at: string;
  actor: string;
  parent: number | null;
  data: AgentCompleted;
}
/**
 * `gaps` are the questions that the agent could not answer, in words for the report.
 */
export interface AgentCompleted {
  agent: string;
  round: number;
  findings: number;
  gaps?: string[];
}
export interface AgentFailedEvent {
  stream: string;
  seq: number;
  type: 'agent-failed';
  at: string;
  actor: string;
  parent: number | null;
  data: AgentFailed;
}
/**
 * An agent did not come back; the diagnosis goes on without it.
 */
export interface AgentFailed {
  agent: string;
  round: number;
  error: string;
}
export interface AgentStartedEvent {
  stream: string;
  seq: number;
  type: 'agent-started';
  at: string;
  actor: string;
  parent: number | null;
  data: AgentStarted;
}
/**
 * An agent begins to gather.
 */
export interface AgentStarted {
  agent: string;
  round: number;
}
export interface AssessmentMadeEvent {
  stream: string;
  seq: number;
  type: 'assessment-made';
  at: string;
  actor: string;
  parent: number | null;
  data: AssessmentMade;
}
/**
 * All findings were weighed, and it was decided whether to look again.
 */
export interface AssessmentMade {
  round: number;
  hypotheses: Hypothesis[];
  confidence: number;
  next: 'conclude' | 'investigate';
  reason: string;
}
/**
 * `resource` failed in the manner of `category`.
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
  supports?: Argument[];
  contradicts?: Argument[];
}
/**
 * A finding's claim as it is used for or against a hypothesis. `model` is the language model
 * that said so, and None where a rule did.
 */
export interface Argument {
  claim: string;
  agent: string;
  evidence: string[];
  model?: string | null;
}
export interface ContentDeltaEvent {
  stream: string;
  seq: number;
  type: 'content-delta';
  at: string;
  actor: string;
  parent: number | null;
  data: ContentDelta;
}
/**
 * A durable piece of an answer: `text` stands at `offset`, counted in Unicode code points.
 */
export interface ContentDelta {
  message: string;
  offset: number;
  text: string;
}
export interface ContentResetEvent {
  stream: string;
  seq: number;
  type: 'content-reset';
  at: string;
  actor: string;
  parent: number | null;
  data: ContentReset;
}
/**
 * What was said of `message` so far is withdrawn; it is answered again from offset 0.
 */
export interface ContentReset {
  message: string;
  reason: string;
}
export interface DiagnosisCancelledEvent {
  stream: string;
  seq: number;
  type: 'diagnosis-cancelled';
  at: string;
  actor: string;
  parent: number | null;
  data: DiagnosisCancelled;
}
/**
 * The last event of a diagnosis that somebody stopped.
 */
export interface DiagnosisCancelled {
  by: string;
}
export interface DiagnosisConcludedEvent {
  stream: string;
  seq: number;
  type: 'diagnosis-concluded';
  at: string;
  actor: string;
  parent: number | null;
  data: DiagnosisConcluded;
}
/**
 * The last event of a diagnosis that came to a report.
 */
export interface DiagnosisConcluded {
  result: Report;
}
/**
 * The result of a diagnosis, as it stands in `diagnosis-concluded`.
 */
export interface Report {
  verdict: Verdict;
  rootCause: RootCause | null;
  confidence: number;
  summary: string;
  since?: Since | null;
  narrative?: Narrative | null;
  change?: Change | null;
  errors?: ErrorPattern[];
  timeline?: Moment[];
  hypotheses?: Hypothesis[];
  ruledOut?: RuledOut[];
  remediation?: Remediation[];
  lookedAt?: Look[];
  nextSteps?: Remediation[];
  gaps?: string[];
  teamRows?: TeamRow[];
  evidence?: Evidence[];
  durationSeconds?: number;
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
 */
export interface Since {
  notBefore?: string | null;
  onset: string;
}
/**
 * The incident told by a language model, after the conclusion and without a part in it. `text`
 * is what stood the check, with its citations; `struck` sentences did not.
 */
export interface Narrative {
  text: string;
  model: string;
  struck?: number;
}
/**
 * One change of one resource.
 *
 * `at` is when it happened, or the latest moment at which it can have happened; then `not_before`
 * is the earliest. `source` says who told us: `feed` (a team's pipeline), `cloudtrail`, `observed`
 * (Casebook compared the resource's configuration with what it had seen before), or `service` (the
 * AWS service that runs the resource).
 */
export interface Change {
  changeId: string;
  at: string;
  notBefore?: string | null;
  kind: 'deployment' | 'configuration' | 'permission' | 'scaling' | 'service-event' | 'other';
  resource: string;
  actor?: string | null;
  summary: string;
  diff?: FieldChange[];
  patch?: string | null;
  url?: string | null;
  source?: 'feed' | 'cloudtrail' | 'observed' | 'service';
}
/**
 * One setting, before and after. `None` means that it was not there.
 */
export interface FieldChange {
  path: string;
  before?: unknown;
  after?: unknown;
}
/**
 * Log lines of one shape: the template, how many, and when.
 *
 * `onset` is when they began to come, or to come far more often, if that was in the window or the
 * hour before it; `not_before` is the last moment at which they had not. `longest_pause_seconds`
 * is the longest time between two of them in a row in the window.
 */
export interface ErrorPattern {
  template: string;
  count: number;
  baselineCount?: number;
  firstAt: string;
  lastAt: string;
  example: string;
  logGroup: string;
  resource: string;
  evidence?: string[];
  onset?: string | null;
  notBefore?: string | null;
  longestPauseSeconds?: number;
}
/**
 * A line of the timeline. With `until` it is an interval: it happened at some time from `at` to
 * `until`, as a datapoint's period or two observations tell it.
 */
export interface Moment {
  at: string;
  until?: string | null;
  what: string;
  evidence?: string[];
}
export interface RuledOut {
  summary: string;
  evidence: string[];
}
/**
 * Something for a person to do. `command` only reads: Casebook changes nothing.
 */
export interface Remediation {
  text: string;
  command?: string | null;
}
/**
 * Something that was looked at, and what there was: `12 datapoints`, `nothing`, an error.
 */
export interface Look {
  what: string;
  found: string;
  evidence?: string[];
}
/**
 * A row of the team's own knowledge that had a part in it: in which table, and its name.
 */
export interface TeamRow {
  table: string;
  name: string;
}
/**
 * What one tool run brought back.
 *
 * `sha256` is over the raw result as it lies at `location`; `excerpt` is its redacted, shortened
 * text, the only part that agents, people and models read.
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
 * From `start` up to and including `end`, both in UTC.
 */
export interface Window {
  start: string;
  end: string;
}
export interface DiagnosisFailedEvent {
  stream: string;
  seq: number;
  type: 'diagnosis-failed';
  at: string;
  actor: string;
  parent: number | null;
  data: DiagnosisFailed;
}
/**
 * The last event of a diagnosis that could not be finished.
 */
export interface DiagnosisFailed {
  error: string;
}
export interface DiagnosisPausedEvent {
  stream: string;
  seq: number;
  type: 'diagnosis-paused';
  at: string;
  actor: string;
  parent: number | null;
  data: DiagnosisPaused;
}
/**
 * The next gate holds until it is resumed or cancelled.
 */
export interface DiagnosisPaused {
  by: string;
}
export interface DiagnosisResumedEvent {
  stream: string;
  seq: number;
  type: 'diagnosis-resumed';
  at: string;
  actor: string;
  parent: number | null;
  data: DiagnosisResumed;
}
/**
 * The gate is open again.
 */
export interface DiagnosisResumed {
  by: string;
}
export interface DiagnosisStartedEvent {
  stream: string;
  seq: number;
  type: 'diagnosis-started';
  at: string;
  actor: string;
  parent: number | null;
  data: DiagnosisStarted;
}
/**
 * `window` is what the alarm looked at, or what was asked for; `plan-made` may widen it.
 * `rerun` says which diagnosis is run again, if one is.
 */
export interface DiagnosisStarted {
  workloadId: string;
  project: string;
  requestedMode: 'auto' | 'simple' | 'complex';
  window: Window;
  alarm?: Alarm | null;
  question?: string | null;
  user?: string | null;
  rerun?: Rerun | null;
}
/**
 * A change of an alarm's state. `dimensions` are those of the one metric that it watches, if it
 * is one; `queries` are what a metric-math or anomaly alarm is made of, `rule` what a composite
 * one is, and `children` the names of the alarms that made the composite one change.
 */
export interface Alarm {
  name: string;
  description?: string;
  state: string;
  reason?: string;
  changedAt: string;
  account?: string;
  region?: string;
  namespace?: string;
  metric?: string;
  dimensions?: {
    [k: string]: string;
  };
  periodSeconds?: number;
  evaluationPeriods?: number;
  datapointsToAlarm?: number | null;
  statistic?: string;
  extendedStatistic?: string;
  unit?: string;
  comparison?: string;
  threshold?: number | null;
  thresholdMetric?: string;
  treatMissingData?: ('missing' | 'notBreaching' | 'breaching' | 'ignore') | null;
  queries?: AlarmQuery[];
  rule?: string;
  children?: string[];
}
/**
 * One line of a metric-math alarm: a metric by its statistic, or an expression over others.
 */
export interface AlarmQuery {
  id: string;
  metric?: Metric | null;
  statistic?: string;
  periodSeconds?: number | null;
  unit?: string;
  expression?: string;
  label?: string;
  returnsData?: boolean;
}
/**
 * A CloudWatch metric by its full address.
 */
export interface Metric {
  namespace: string;
  name: string;
  dimensions?: {
    [k: string]: string;
  };
}
/**
 * Which diagnosis is run again: from its event `fromSeq` on, or from the beginning. `hint` is
 * a person's word: names in it are looked at first; it is data, and no instruction.
 */
export interface Rerun {
  of: string;
  fromSeq?: number | null;
  hint?: string | null;
}
export interface EvidenceFoundEvent {
  stream: string;
  seq: number;
  type: 'evidence-found';
  at: string;
  actor: string;
  parent: number | null;
  data: EvidenceFound;
}
/**
 * A query was answered; what came back is kept under `evidence.location`.
 */
export interface EvidenceFound {
  evidence: Evidence;
}
export interface FindingReportedEvent {
  stream: string;
  seq: number;
  type: 'finding-reported';
  at: string;
  actor: string;
  parent: number | null;
  data: FindingReported;
}
/**
 * A claim that stood the check, with its citations.
 */
export interface FindingReported {
  finding: Finding;
}
/**
 * A claim with citations. `rule` names the rule or model that made it; `strength` is how far
 * the cited evidence alone carries the claim, 0 to 1. It began at `onset`, or at any time up to
 * `onset_until` where what was measured is no finer: a datapoint is a period wide. `about` is what
 * was observed, where something is decided by it.
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
  errors?: ErrorPattern[];
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
        | Unseen
      )
    | null;
}
/**
 * A look at the alarm's own metric: whether it meets the alarm's condition by now.
 */
export interface AlarmNow {
  type?: 'alarm-now';
  breaches: boolean;
}
/**
 * Work that waits at the resource, and whether it still grows.
 */
export interface Backlog {
  type?: 'backlog';
  grows: boolean;
}
/**
 * The resource has telemetry only since the finding's onset: it was released then.
 */
export interface Born {
  type?: 'born';
}
/**
 * A change held against the errors. `asks_for_more`: it makes its resource ask for more.
 */
export interface ChangeLink {
  type?: 'change-link';
  asksForMore?: boolean;
}
/**
 * A metric left its usual level. `of` is what moved: the share of what is up or succeeds
 * (`availability`), any other level of which only that is known (`level`), the part that a
 * function takes of the account's `concurrency`, open `connections`, the load of a source whose
 * follower fell behind (`followed-load`), or how far a replica is behind its source
 * (`replica-lag`).
 */
export interface MetricShift {
  type?: 'metric-shift';
  of: 'availability' | 'level' | 'concurrency' | 'connections' | 'followed-load' | 'replica-lag';
}
/**
 * The team's runbooks say that nobody has to act on such an alarm.
 */
export interface NeedsNobody {
  type?: 'needs-nobody';
}
/**
 * The finding's change is made regularly, and had the same effect before.
 */
export interface Plan {
  type?: 'plan';
}
/**
 * Telemetry was read, and no failure in it is above the usual: of the resource, or of all.
 */
export interface Quiet {
  type?: 'quiet';
}
/**
 * `alarm`: the alarm's metric is back at its baseline. `latency`: it is as fast as before, and
 * may fail at once. `failures`: work goes on without them.
 */
export interface Recovered {
  type?: 'recovered';
  of: 'alarm' | 'failures' | 'latency';
}
/**
 * A section of the team's runbooks is about what is in hand.
 */
export interface Runbook {
  type?: 'runbook';
}
/**
 * The resource that the alarm is about has none of this telemetry in the window.
 */
export interface Unseen {
  type?: 'unseen';
  source: 'logs' | 'metrics';
}
export interface MessageAcceptedEvent {
  stream: string;
  seq: number;
  type: 'message-accepted';
  at: string;
  actor: string;
  parent: number | null;
  data: MessageAccepted;
}
/**
 * The person's message `message` was taken; its answer will follow.
 */
export interface MessageAccepted {
  message: string;
  clientMessageId: string;
  user: string;
  text: string;
}
export interface MessageCompleteEvent {
  stream: string;
  seq: number;
  type: 'message-complete';
  at: string;
  actor: string;
  parent: number | null;
  data: MessageComplete;
}
/**
 * The whole answer. `evidence` are the ids that it cites. `model` wrote it, unless fixed rules
 * did; `unsupported` are those of its sentences that the evidence does not bear out.
 */
export interface MessageComplete {
  message: string;
  text: string;
  evidence?: string[];
  model?: string | null;
  unsupported?: string[];
}
export interface MessageFailedEvent {
  stream: string;
  seq: number;
  type: 'message-failed';
  at: string;
  actor: string;
  parent: number | null;
  data: MessageFailed;
}
/**
 * There will be no (whole) answer `message`; the person may ask again.
 */
export interface MessageFailed {
  message: string;
  reason: string;
  retryable?: boolean;
}
export interface MessageStartEvent {
  stream: string;
  seq: number;
  type: 'message-start';
  at: string;
  actor: string;
  parent: number | null;
  data: MessageStart;
}
/**
 * The agent begins its answer `message`. `attempt` counts from 1. `window` is what its tools
 * look at.
 */
export interface MessageStart {
  message: string;
  inReplyTo: string;
  attempt?: number;
  engine?: string;
  window?: Window | null;
}
export interface ModeSelectedEvent {
  stream: string;
  seq: number;
  type: 'mode-selected';
  at: string;
  actor: string;
  parent: number | null;
  data: ModeSelected;
}
/**
 * How the diagnosis is run: the coordinator alone, or every specialist. `knowledge` is the
 * version of the team's own knowledge that every step of it uses; 0: none. `gaps` are what could
 * not be had for it, in words for the report.
 */
export interface ModeSelected {
  mode: 'simple' | 'complex';
  reason: string;
  knowledge?: number;
  gaps?: string[];
}
export interface PlanMadeEvent {
  stream: string;
  seq: number;
  type: 'plan-made';
  at: string;
  actor: string;
  parent: number | null;
  data: PlanMade;
}
/**
 * Who looks at what in this round. The first plan has the `anchor` where an alarm started the
 * diagnosis, and the `window` of the incident, from its onset on; every query uses it.
 */
export interface PlanMade {
  round: number;
  assignments: Assignment[];
  anchor?: Anchor | null;
  window?: Window | null;
}
/**
 * What one agent is asked to look at, and why.
 */
export interface Assignment {
  agent: string;
  task: string;
}
/**
 * The alarm as CloudWatch would evaluate it now, and the change point of what it watches.
 *
 * `breaches` is None where nothing could be evaluated. `onset` is when the watched series left
 * what it was, an interval as wide as its datapoints; `usual` and `observed` are its levels before
 * and since, in its own unit. None where no change point is found. `baseline` is the time before
 * the onset; None where nothing can be called usual. `occasions` are when the condition was met
 * before: by the datapoints, and by the alarm's history.
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
  occasions?: string[];
  evidence?: string[];
}
export interface SessionEndedEvent {
  stream: string;
  seq: number;
  type: 'session-ended';
  at: string;
  actor: string;
  parent: number | null;
  data: SessionEnded;
}
/**
 * The last event of a session.
 */
export interface SessionEnded {
  reason: 'user' | 'idle' | 'workload-removed';
}
export interface SessionStartedEvent {
  stream: string;
  seq: number;
  type: 'session-started';
  at: string;
  actor: string;
  parent: number | null;
  data: SessionStarted;
}
/**
 * A person opened a session about a workload.
 */
export interface SessionStarted {
  workloadId: string;
  project: string;
  user: string;
}
export interface StepsTakenOverEvent {
  stream: string;
  seq: number;
  type: 'steps-taken-over';
  at: string;
  actor: string;
  parent: number | null;
  data: StepsTakenOver;
}
/**
 * The steps of `of` that had ended before its event `beforeSeq` stand. Copies of their events
 * follow; the `evidence` and `findings` in them were not found anew. It goes on in this `round`
 * with these `agents`; round 0: with the plan.
 */
export interface StepsTakenOver {
  of: string;
  beforeSeq: number;
  steps: StepTakenOver[];
  evidence?: string[];
  findings?: string[];
  round?: number;
  agents?: string[];
}
/**
 * A step of another diagnosis: `prepare`, `plan`, `assess`, an alarm that joined (`alarm`), or
 * an agent by its name. `seq` is that of its first event there.
 */
export interface StepTakenOver {
  name: string;
  round: number;
  seq: number;
}
export interface ToolFinishedEvent {
  stream: string;
  seq: number;
  type: 'tool-finished';
  at: string;
  actor: string;
  parent: number | null;
  data: ToolFinished;
}
/**
 * `evidence` is the whole record in a chat; a diagnosis tells of it in `evidence-found`.
 */
export interface ToolFinished {
  callId: string;
  tool: string;
  outcome: string;
  durationMs: number;
  evidenceId?: string | null;
  evidence?: Evidence | null;
}
export interface ToolStartedEvent {
  stream: string;
  seq: number;
  type: 'tool-started';
  at: string;
  actor: string;
  parent: number | null;
  data: ToolStarted;
}
/**
 * An agent runs a tool; `callId` ties it to its `tool-finished`.
 */
export interface ToolStarted {
  callId: string;
  tool: string;
  parameters: {
    [k: string]: unknown;
  };
}
export interface UsageRecordedEvent {
  stream: string;
  seq: number;
  type: 'usage-recorded';
  at: string;
  actor: string;
  parent: number | null;
  data: UsageRecorded;
}
/**
 * What a step cost: one model call, or its tool runs, which use no model, no tokens and no
 * dollars. `costUsd` is null where the model's price is unknown. `inputTokens` has the
 * `cachedTokens` among them. `awsRequests` counts the requests that tools sent to AWS, retries
 * included; `bytesScanned` is what CloudWatch Logs Insights scanned for them.
 */
export interface UsageRecorded {
  engine: string;
  provider?: string | null;
  model?: string | null;
  inputTokens?: number;
  outputTokens?: number;
  cachedTokens?: number;
  costUsd?: number | null;
  toolRuns?: number;
  awsRequests?: number;
  bytesScanned?: number;
}
