import type { Role } from '../domain/authority.ts';

/** People by name, groups by Slack user group id. */
interface RoleHolders {
  readonly people: readonly string[];
  readonly groups: readonly string[];
}

/** Who holds a role where: `environment` null for those in general. `path` is where it stands in `hart.yml`. */
interface HeldAt extends RoleHolders {
  readonly environment: string | null;
  readonly path: string;
}

type Holding = Readonly<Partial<Record<Role, RoleHolders | undefined>>>;

/** Who holds which role, in general and where. */
export interface RolesByPlace {
  readonly roles: Holding;
  /** Who holds a role in an environment, in place of those who hold it in general. */
  readonly rolesIn?: Readonly<Record<string, Holding>>;
  /** A group may give the approver role; otherwise only people listed by name may approve. */
  readonly approversFromGroup: boolean;
}

export function groupsMayGive(role: Role, authority: Pick<RolesByPlace, 'approversFromGroup'>) {
  return role !== 'approver' || authority.approversFromGroup;
}

/** Who holds a role in an environment: those listed there, otherwise those in general. Of none: all of them. */
export function holdersOf(
  role: Role,
  environment: string | null,
  { roles: general, rolesIn = {} }: Pick<RolesByPlace, 'roles' | 'rolesIn'>,
): readonly HeldAt[] {
  const everywhere = {
    people: [],
    groups: [],
    ...general[role],
    environment: null,
    path: `roles.${role}`,
  };
  const special = Object.entries(rolesIn).flatMap(([name, own]) => {
    const holders = own[role];
    return holders === undefined
      ? []
      : [{ ...holders, environment: name, path: `environments.${name}.roles.${role}` }];
  });
  if (environment === null) return [everywhere, ...special];
  return [special.find((held) => held.environment === environment) ?? everywhere];
}

/** Every group that gives a role anywhere: what has to be looked up. */
export function groupIdsOf({
  roles: general,
  rolesIn = {},
}: Pick<RolesByPlace, 'roles' | 'rolesIn'>): readonly string[] {
  const all = [general, ...Object.values(rolesIn)].flatMap((each) => Object.values(each));
  return [...new Set(all.flatMap((holders) => holders?.groups ?? []))];
}
