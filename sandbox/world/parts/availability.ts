import { type Databases, PRODUCT } from '../databases/databases.ts';
import { textArgument } from '../faults.ts';
import type { Random } from '../random.ts';
import type { Filling } from '../table.ts';
import { availabilityTables } from '../tables/availability.ts';
import { SERVER_NAME } from '../things.ts';
import type { Part } from './part.ts';

const PARTNER = 'SQL-PROD-2';

/** replica_id of this server. */
export function localReplica(random: Random): string {
  return random.guid('replica', SERVER_NAME);
}

/** The group in which the product's database is while `availability-group` is on: this server and a partner. */
export function createAvailability(random: Random, databases: Databases): Part {
  const group = random.guid('availability-group');
  const replicaOf = (server: string) => random.guid('replica', server);
  return {
    tables({ faults }) {
      const fault = faults.get('availability-group');
      if (!fault) return availabilityTables.map((table) => ({ table, rows: [] }));
      const role = textArgument(fault, 'role');
      const servers = [
        { name: SERVER_NAME, isLocal: true, isPrimary: role === 'PRIMARY' },
        { name: PARTNER, isLocal: false, isPrimary: role !== 'PRIMARY' },
      ];
      const primary = role === 'PRIMARY' ? SERVER_NAME : PARTNER;
      const rows: Readonly<Record<string, Filling['rows']>> = {
        availability_groups: [
          { group_id: group, name: 'HartonomousAG', automated_backup_preference_desc: 'primary' },
        ],
        availability_replicas: servers.map(({ name }) => ({
          replica_id: replicaOf(name),
          group_id: group,
          replica_server_name: name,
          availability_mode: 1,
          availability_mode_desc: 'SYNCHRONOUS_COMMIT',
          failover_mode: 0,
          failover_mode_desc: 'AUTOMATIC',
          backup_priority: 50,
        })),
        dm_hadr_availability_replica_states: servers.map(({ name, isLocal, isPrimary }) => ({
          replica_id: replicaOf(name),
          group_id: group,
          is_local: isLocal,
          role: isPrimary ? 1 : 2,
          role_desc: isPrimary ? 'PRIMARY' : 'SECONDARY',
          connected_state: 1,
          connected_state_desc: 'CONNECTED',
          synchronization_health: 2,
          synchronization_health_desc: 'HEALTHY',
        })),
        dm_hadr_availability_group_states: [
          {
            group_id: group,
            primary_replica: primary,
            synchronization_health: 2,
            synchronization_health_desc: 'HEALTHY',
          },
        ],
        dm_hadr_database_replica_states: servers.map(({ name, isLocal, isPrimary }) => ({
          database_id: databases.find(PRODUCT)?.id ?? 5,
          group_id: group,
          replica_id: replicaOf(name),
          group_database_id: random.guid('group-database'),
          is_local: isLocal,
          is_primary_replica: isPrimary,
          synchronization_state: 2,
          synchronization_state_desc: 'SYNCHRONIZED',
          synchronization_health: 2,
          synchronization_health_desc: 'HEALTHY',
          is_suspended: false,
          log_send_queue_size: 0,
          redo_queue_size: 0,
        })),
      };
      return availabilityTables.map((table) => ({ table, rows: rows[table.name] ?? [] }));
    },
  };
}
