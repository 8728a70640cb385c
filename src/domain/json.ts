/** What JSON can say: what is stored, hashed and carried between steps. Big numbers travel as decimal text. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}
