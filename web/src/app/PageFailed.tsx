/**
 * Catches what a page throws while it is shown, so that the frame around it stays. It has to have a
 * key for each page, or the next one would be shown as failed, too.
 */

import { Component, type ReactNode } from 'react';
import { Button, Notice } from '../ui/parts';

export class PageFailed extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) {
      return this.props.children;
    }
    return (
      <Notice
        title="This page has failed"
        action={<Button onClick={() => window.location.reload()}>Load it again</Button>}
      >
        <p>{error.message}</p>
      </Notice>
    );
  }
}
