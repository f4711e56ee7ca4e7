/** What the library build starts from: the interface, and the styles that it needs. */

import './styles.css';

export * from './index';
