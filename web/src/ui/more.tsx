import { Button } from './parts';

/** Below a list that has another page: how much is shown, and a way to the rest. */
export function More(props: {
  shown: number;
  what: string;
  hasMore: boolean;
  isReading: boolean;
  onMore: () => void;
}) {
  if (!props.hasMore) {
    return null;
  }
  return (
    <div className="flex flex-wrap items-center gap-3 py-3 text-sm text-muted">
      <Button onClick={props.onMore} disabled={props.isReading}>
        {props.isReading ? 'Loading…' : `Show more ${props.what}`}
      </Button>
      <span role="status">{props.shown.toLocaleString('en')} shown</span>
    </div>
  );
}
