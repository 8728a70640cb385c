/** How one replica of the product's API is now. Asked at each request. */
export interface ReplicaView {
  /** False: it accepts no connections. */
  isUp(): boolean;
  /** How long it takes to answer, in milliseconds. */
  answerMs(): number;
  /** What `GET /health` says: 200 healthy, 503 not. */
  healthStatus(): 200 | 503;
}

/** A certificate for TLS, in PEM. */
export interface ReplicaCertificate {
  readonly key: string;
  readonly cert: string;
}
