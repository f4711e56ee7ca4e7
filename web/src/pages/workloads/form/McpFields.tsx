import { TextArea, TextField } from '../../../ui/fields';
import { Button } from '../../../ui/parts';
import type { McpDraft } from './draft';

interface FieldProps {
  name: string;
  hint: string | undefined;
  error: string | undefined;
  value: string;
  onChange: (event: { target: { value: string } }) => void;
}

/** One MCP server, and those of its tools that agents may use. */
export function McpFields(props: {
  number: number;
  field: (name: keyof McpDraft) => FieldProps;
  mistake: string | undefined;
  onRemove: () => void;
}) {
  const { number, field } = props;
  return (
    <fieldset className="space-y-3 rounded-md border border-line p-3">
      <legend className="px-1 text-sm text-muted">Server {number}</legend>
      {props.mistake && <p className="text-sm text-bad">{props.mistake}</p>}
      <TextField label="Name" {...field('name')} />
      <TextField label="Address" {...field('endpoint')} />
      <TextArea label="Tools" {...field('tools')} />
      <TextField label="Secret (optional)" {...field('secret')} />
      <TextField label="Header (optional)" {...field('header')} />
      <Button onClick={props.onRemove}>Remove server {number}</Button>
    </fieldset>
  );
}
