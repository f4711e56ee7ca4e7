/** The change that did it: who changed what and when, and the settings before and after. */

import type { Change } from '../../stream/events';
import { Out } from '../../ui/links';
import { Panel } from '../../ui/parts';
import { plain, shortened } from '../../ui/plain';
import { moment } from '../../ui/times';
import { ChangeDiff } from '../workloads/ChangeDiff';
import { Claim, useCited } from './claims';
import { span } from './words';

const SOURCES = {
  feed: 'told by the team’s pipeline',
  cloudtrail: 'told by CloudTrail',
  observed: 'seen by comparing the configuration',
  service: 'told by the AWS service itself',
};

export function ChangePanel(props: { change: Change; evidence: readonly string[] }) {
  const { change, evidence } = props;
  const { day } = useCited();
  const when = change.notBefore
    ? `at some time from ${span(change.notBefore, change.at, day)}`
    : `at ${moment(change.at, day)}`;
  const who = change.source === 'service' ? '' : ` by ${change.actor ?? 'an unknown actor'}`;
  const what = change.summary === '' ? '' : `: ${change.summary}`;
  return (
    <Panel title="The change that did it">
      <Claim
        id="change"
        text={`${change.kind} of ${change.resource}${who}, ${when}${what}`}
        evidence={evidence}
      />
      <p className="text-sm text-muted">
        {SOURCES[change.source ?? 'feed']}
        {change.url && (
          <>
            {', '}
            <Out href={change.url}>{plain(shortened(change.url, 90))}</Out>
          </>
        )}
      </p>
      {(change.diff ?? []).length > 0 || change.patch ? (
        <ChangeDiff change={change} isOpen />
      ) : (
        <p className="mt-2 text-sm text-muted">What exactly was changed is not known.</p>
      )}
    </Panel>
  );
}
