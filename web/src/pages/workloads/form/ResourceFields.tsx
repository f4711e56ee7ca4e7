import { Plus, Trash2 } from 'lucide-react';
import { memo, useEffect, useState } from 'react';
import { Choice, TextArea, TextField } from '../../../ui/fields';
import { Button } from '../../../ui/parts';
import { type MetricDraft, newKey, type ResourceDraft } from './draft';
import type { Mistakes } from './mistakes';

const TYPES = {
  lambda: 'Lambda function',
  dynamodb: 'DynamoDB table',
  sqs: 'SQS queue',
  ecs: 'ECS service',
  rds: 'RDS database',
  elasticache: 'ElastiCache cluster',
  stepfunctions: 'Step Functions state machine',
  apigateway: 'API Gateway',
  http: 'HTTP service outside',
  other: 'Something else',
};
const WITH_STANDARD_METRICS = ['lambda', 'dynamodb', 'sqs'];

/** One resource: its name and type, and where its logs and metrics are. */
export const ResourceFields = memo(function ResourceFields(props: {
  resource: ResourceDraft;
  index: number;
  mistakes: Mistakes;
  onChange: (next: ResourceDraft) => void;
  /** Absent for the only one. */
  onRemove: ((key: string) => void) | undefined;
}) {
  const { resource, index, mistakes, onChange, onRemove } = props;
  const path = `resources.${index}`;
  const number = index + 1;
  const [isOpen, setOpen] = useState(resource.logGroups !== '' || resource.metrics.length > 0);
  const isWrong = [...mistakes.keys()].some((field) =>
    new RegExp(`^resources\\.${index}\\.(logGroups|metrics)`).test(field),
  );
  useEffect(() => {
    if (isWrong) {
      setOpen(true);
    }
  }, [isWrong]);
  return (
    <fieldset className="rounded-md border border-line p-3">
      <legend className="px-1 text-sm text-muted">Resource {number}</legend>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_auto]">
        <TextField
          label="Name or ARN"
          name={`${path}.name`}
          error={mistakes.get(`${path}.name`)}
          value={resource.name}
          onChange={(event) => onChange({ ...resource, name: event.target.value })}
        />
        <Choice
          label="Type"
          name={`${path}.type`}
          error={mistakes.get(`${path}.type`)}
          value={resource.type}
          onChange={(event) => onChange({ ...resource, type: event.target.value })}
        >
          {Object.entries(TYPES).map(([type, words]) => (
            <option key={type} value={type}>
              {words}
            </option>
          ))}
        </Choice>
        {onRemove && (
          <Button
            kind="bare"
            className="self-start sm:mt-6"
            aria-label={`Remove resource ${number}`}
            title={`Remove resource ${number}`}
            onClick={() => onRemove(resource.key)}
          >
            <Trash2 aria-hidden size={16} />
          </Button>
        )}
      </div>
      <details
        className="mt-2"
        open={isOpen}
        onToggle={(event) => setOpen(event.currentTarget.open)}
      >
        <summary className="py-1 text-sm">Log groups and metrics</summary>
        <div className="mt-1 space-y-3">
          <TextArea
            label="Log groups"
            hint={
              resource.type === 'lambda'
                ? 'One a line. Left empty: /aws/lambda/ and the name.'
                : 'One a line.'
            }
            name={`${path}.logGroups`}
            error={mistakes.get(`${path}.logGroups`)}
            value={resource.logGroups}
            onChange={(event) => onChange({ ...resource, logGroups: event.target.value })}
          />
          {resource.metrics.map((metric, at) => (
            <MetricFields
              key={metric.key}
              metric={metric}
              path={`${path}.metrics.${at}`}
              label={`Metric ${at + 1} of resource ${number}`}
              mistakes={mistakes}
              onChange={(next) =>
                onChange({ ...resource, metrics: resource.metrics.with(at, next) })
              }
              onRemove={() =>
                onChange({ ...resource, metrics: resource.metrics.filter((_, i) => i !== at) })
              }
            />
          ))}
          <div className="flex flex-wrap items-center gap-3">
            <Button
              onClick={() => {
                const added = { key: newKey(), namespace: '', name: '', dimensions: '' };
                onChange({ ...resource, metrics: [...resource.metrics, added] });
              }}
            >
              <Plus aria-hidden size={16} />
              Add a metric
            </Button>
            {resource.metrics.length === 0 && WITH_STANDARD_METRICS.includes(resource.type) && (
              <span className="text-sm text-muted">Without any: AWS' standard metrics.</span>
            )}
          </div>
        </div>
      </details>
    </fieldset>
  );
});

function MetricFields(props: {
  metric: MetricDraft;
  path: string;
  label: string;
  mistakes: Mistakes;
  onChange: (next: MetricDraft) => void;
  onRemove: () => void;
}) {
  const { metric, path, mistakes, onChange } = props;
  return (
    <fieldset className="grid gap-3 rounded-md bg-sunken p-2 sm:grid-cols-[1fr_1fr_1fr_auto]">
      <legend className="sr-only">{props.label}</legend>
      <TextField
        label="Namespace"
        placeholder="AWS/ECS"
        name={`${path}.namespace`}
        error={mistakes.get(`${path}.namespace`)}
        value={metric.namespace}
        onChange={(event) => onChange({ ...metric, namespace: event.target.value })}
      />
      <TextField
        label="Metric"
        placeholder="CPUUtilization"
        name={`${path}.name`}
        error={mistakes.get(`${path}.name`)}
        value={metric.name}
        onChange={(event) => onChange({ ...metric, name: event.target.value })}
      />
      <TextArea
        label="Dimensions"
        placeholder="ServiceName=checkout"
        name={`${path}.dimensions`}
        error={mistakes.get(`${path}.dimensions`)}
        value={metric.dimensions}
        onChange={(event) => onChange({ ...metric, dimensions: event.target.value })}
      />
      <Button
        kind="bare"
        className="self-start sm:mt-6"
        aria-label={`Remove ${props.label.toLowerCase()}`}
        title={`Remove ${props.label.toLowerCase()}`}
        onClick={props.onRemove}
      >
        <Trash2 aria-hidden size={16} />
      </Button>
    </fieldset>
  );
}
