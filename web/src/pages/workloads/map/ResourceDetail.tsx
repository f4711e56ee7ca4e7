import type { MapResource, Resource } from '../../../api/types';
import { plain } from '../../../ui/plain';
import { Time } from '../../../ui/times';
import type { Call } from './layers';

/** What is known of the resource that is chosen on the map. */
export function ResourceDetail(props: {
  resource: MapResource;
  registered: Resource | undefined;
  calls: readonly Call[];
}) {
  const { resource, registered, calls } = props;
  const { name } = resource;
  return (
    <div className="mt-3 rounded-md bg-sunken p-3">
      <h3 className="font-semibold break-words">{plain(name)}</h3>
      {resource.reason !== '' && (
        <p className="break-words">
          {plain(resource.reason)}
          {resource.since && (
            <>
              {' '}
              (since <Time at={resource.since} />)
            </>
          )}
        </p>
      )}
      <dl className="mt-1 text-sm">
        <Names
          term="Called by"
          names={calls.filter(({ callee }) => callee === name).map(({ caller }) => caller)}
        />
        <Names
          term="Calls"
          names={calls.filter(({ caller }) => caller === name).map(({ callee }) => callee)}
        />
        <Names term="Alarms" names={resource.alarms} />
        <Names term="Log groups" names={registered?.logGroups ?? []} />
        <Names
          term="Metrics"
          names={(registered?.metrics ?? []).map((metric) => `${metric.namespace} ${metric.name}`)}
        />
      </dl>
    </div>
  );
}

function Names(props: { term: string; names: readonly string[] }) {
  return (
    props.names.length > 0 && (
      <div className="flex flex-wrap gap-x-2">
        <dt className="text-muted">{props.term}</dt>
        <dd className="min-w-0 break-words">{props.names.map(plain).join(', ')}</dd>
      </div>
    )
  );
}
