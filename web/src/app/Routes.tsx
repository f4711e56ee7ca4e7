/** Which address shows which page. Each page is a chunk of its own. */

import { type ComponentType, lazy, Suspense } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { Loading } from '../ui/parts';
import { Frame } from './Frame';
import { NotFound } from './NotFound';
import { PageFailed } from './PageFailed';

type Page = () => Promise<{ default: ComponentType<{ params: Record<string, string> }> }>;

/** The first page that matches is shown. Parts that begin with a colon are its `params`. */
const PAGES: ReadonlyArray<readonly [path: string, page: Page]> = [
  ['/', () => import('../pages/workloads/WorkloadsPage')],
  ['/workloads/new', () => import('../pages/workloads/RegisterPage')],
  ['/workloads/:workloadId', () => import('../pages/workloads/WorkloadPage')],
  ['/workloads/:workloadId/edit', () => import('../pages/workloads/EditPage')],
  ['/diagnoses', () => import('../pages/diagnoses/DiagnosesPage')],
  ['/diagnoses/:diagnosisId', () => import('../pages/diagnosis/DiagnosisPage')],
  ['/knowledge', () => import('../pages/knowledge/ProjectsPage')],
  ['/projects/:project/knowledge', () => import('../pages/knowledge/KnowledgePage')],
  ['/alarms', () => import('../pages/alarms/AlarmsPage')],
  ['/usage', () => import('../pages/usage/UsagePage')],
  ['/settings', () => import('../pages/settings/SettingsPage')],
];
const LOADED = PAGES.map(([path, page]) => [path, lazy(page)] as const);

export function Routes() {
  const [location] = useLocation();
  return (
    <Frame>
      <PageFailed key={location}>
        <Suspense fallback={<Loading what="the page" />}>
          <Switch>
            {LOADED.map(([path, Shown]) => (
              <Route key={path} path={path}>
                {(params) => <Shown params={params as Record<string, string>} />}
              </Route>
            ))}
            <Route>
              <NotFound />
            </Route>
          </Switch>
        </Suspense>
      </PageFailed>
    </Frame>
  );
}
