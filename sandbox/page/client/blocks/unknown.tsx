/** What this page cannot draw is shown as it is. */
export function Unknown({ value, why }: { readonly value: unknown; readonly why?: string }) {
  return (
    <details className="unknown">
      <summary>{why ?? 'This page does not draw this; as JSON:'}</summary>
      <pre>{JSON.stringify(value, null, 2)}</pre>
    </details>
  );
}
