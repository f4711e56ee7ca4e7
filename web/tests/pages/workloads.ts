/** Workloads and diagnoses as the API answers them. */

import type { DiagnosisSummary, Workload } from '../../src/api/types';

export function workload(given: Partial<Workload> = {}): Workload {
  return {
    workloadId: 'wl_shop',
    name: 'shop',
    project: 'web',
    resources: [
      { name: 'checkout-fn', type: 'lambda', logGroups: ['/aws/lambda/checkout-fn'], metrics: [] },
      { name: 'orders', type: 'dynamodb', logGroups: [], metrics: [] },
    ],
    calls: [['checkout-fn', 'orders']],
    alarms: [],
    mcp: [],
    createdAt: '2026-11-29T10:00:00.000Z',
    updatedAt: '2026-11-29T10:00:00.000Z',
    ...given,
  };
}

export function diagnosis(given: Partial<DiagnosisSummary> = {}): DiagnosisSummary {
  return {
    diagnosisId: 'dia_1',
    workloadId: 'wl_shop',
    project: 'web',
    status: 'concluded',
    startedAt: '2026-11-29T12:00:00.000Z',
    endedAt: '2026-11-29T12:01:00.000Z',
    verdict: 'confirmed',
    summary: 'checkout-fn fails since its last deploy',
    feedback: { useful: 0, wrong: 0 },
    ...given,
  };
}

export function running(given: Partial<DiagnosisSummary> = {}): DiagnosisSummary {
  const { endedAt: _, verdict: __, summary: ___, ...open } = diagnosis();
  return { ...open, status: 'running', alarm: 'checkout-errors', ...given };
}
