import type { StartDeployment } from './deployment-port.ts';

export const startDeployment: StartDeployment = () =>
  Promise.reject(new Error('The simulated deployment is not built yet.'));
