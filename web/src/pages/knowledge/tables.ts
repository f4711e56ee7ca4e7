/** The tables of a team's document, and what each says. */

import type { Row } from '../../api/types';

export const TABLES: Readonly<Record<Row['table'], string>> = {
  sign: 'A class of error, by the words of your logs: one of your own, or more words for one that Casebook knows.',
  cause: 'What an error of a class tells of its cause, and whose fault it is.',
  metric: 'What one of your metrics measures, and whether its rise or its fall does harm.',
  setting: 'What one of your settings is: an address, a pool, a timeout.',
  event: 'What a message of your platform tells of a resource: an exhaustion, a fault, an update.',
  reason: 'What a reason of your Kubernetes objects, nodes or operators tells.',
};
