import type { UseQueryResult } from '@tanstack/react-query';
import type { TeamKnowledgePage } from '../../api/types';
import { Failure } from '../../ui/failure';
import { Button, Loading, Notice, Panel } from '../../ui/parts';
import { RowsPanel, Versions } from './RowsPanel';
import { SourceText } from './SourceText';

/** A version that another has replaced: to be read, and to be put back. */
export function VersionPanel(props: {
  version: number;
  newest: number;
  read: UseQueryResult<TeamKnowledgePage>;
  /** Something else is being edited, which putting it back would replace. */
  isHeld: boolean;
  onShow: (version: number) => void;
  onPutBack: (document: string) => void;
}) {
  const { version, newest, onShow, isHeld } = props;
  const { data, error, refetch } = props.read;
  if (!data) {
    return (
      <Panel
        title={`Rows of version ${version}`}
        actions={<Versions version={version} newest={newest} onShow={onShow} />}
      >
        {error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Loading what="the version" />
        )}
      </Panel>
    );
  }
  return (
    <RowsPanel page={{ ...data, newest }} onShow={onShow}>
      <div className="mb-3 space-y-2">
        <Notice tone="accent">
          <p>This version is not in force. The newest is {newest}.</p>
          <p className="mt-2 flex flex-wrap gap-2">
            <Button disabled={isHeld} onClick={() => props.onPutBack(data.document)}>
              Edit from this version
            </Button>
            <Button onClick={() => onShow(newest)}>Show the newest</Button>
          </p>
          {isHeld && <p className="mt-1 text-sm">Save or discard your changes first.</p>}
        </Notice>
        <details>
          <summary className="text-sm font-medium">Its document</summary>
          <SourceText label={`Document of version ${version}`} text={data.document} />
        </details>
      </div>
    </RowsPanel>
  );
}
