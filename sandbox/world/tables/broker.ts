import { table } from '../table.ts';

/** Service Broker's catalogue views and what moves in them. */

export const serviceQueues = table(
  'each',
  'sys.service_queues',
  `name nvarchar, object_id int, principal_id int, schema_id int=1, parent_object_id int=0, type nvarchar=SQ,
   type_desc nvarchar=SERVICE_QUEUE, create_date datetime, modify_date datetime, is_ms_shipped bit=0,
   is_published bit=0, is_schema_published bit=0, max_readers smallint, activation_procedure nvarchar,
   execute_as_principal_id int, is_activation_enabled bit=0, is_receive_enabled bit=1, is_enqueue_enabled bit=1,
   is_retention_enabled bit=0, is_poison_message_handling_enabled bit=1`,
);

export const services = table(
  'each',
  'sys.services',
  'name nvarchar, service_id int, principal_id int=1, service_queue_id int',
);

export const serviceContracts = table(
  'each',
  'sys.service_contracts',
  'name nvarchar, service_contract_id int, principal_id int=1',
);

export const messageTypes = table(
  'each',
  'sys.service_message_types',
  `name nvarchar, message_type_id int, principal_id int=1, validation nvarchar=N, validation_desc nvarchar=NONE,
   xml_collection_id int`,
);

export const queueMonitors = table(
  'server',
  'sys.dm_broker_queue_monitors',
  `database_id int, queue_id int, state nvarchar, last_empty_rowset_time datetime, last_activated_time datetime,
   tasks_waiting int=0`,
);

export const activatedTasks = table(
  'server',
  'sys.dm_broker_activated_tasks',
  'spid int, database_id smallint, queue_id int, procedure_name nvarchar, execute_as int',
);

export const transmissionQueue = table(
  'each',
  'sys.transmission_queue',
  `conversation_handle uniqueidentifier, to_service_name nvarchar, to_broker_instance nvarchar,
   from_service_name nvarchar, service_contract_name nvarchar, enqueue_time datetime, message_sequence_number bigint=0,
   message_type_name nvarchar, is_conversation_error bit=0, is_end_of_dialog bit=0, message_body varbinary,
   transmission_status nvarchar, priority tinyint=5`,
);

export const conversationEndpoints = table(
  'each',
  'sys.conversation_endpoints',
  `conversation_handle uniqueidentifier, conversation_id uniqueidentifier, is_initiator bit=1, service_contract_id int,
   conversation_group_id uniqueidentifier, service_id int, lifetime datetime, state nvarchar=CO,
   state_desc nvarchar=CONVERSING, far_service nvarchar, far_broker_instance nvarchar, principal_id int=1,
   far_principal_id int=1, outbound_session_key_identifier uniqueidentifier,
   inbound_session_key_identifier uniqueidentifier, security_timestamp datetime, dialog_timer datetime,
   send_sequence bigint=1, last_send_tran_id varbinary, end_dialog_sequence bigint=-1, receive_sequence bigint=0,
   receive_sequence_frag int=0, system_sequence bigint=0, first_out_of_order_sequence bigint=-1,
   last_out_of_order_sequence bigint=-1, last_out_of_order_frag int=-1, is_system bit=0, priority tinyint=5`,
);

/** A queue is read like a table with these columns. */
export function queueTable(name: string) {
  return table(
    'Hartonomous',
    `dbo.${name}`,
    `status tinyint=1, priority tinyint=5, queuing_order bigint, conversation_group_id uniqueidentifier,
     conversation_handle uniqueidentifier, message_sequence_number bigint=0, service_name nvarchar, service_id int,
     service_contract_name nvarchar, service_contract_id int, message_type_name nvarchar, message_type_id int,
     validation nvarchar=N, message_body varbinary, message_enqueue_time datetime`,
    'queuing_order',
  );
}

export const brokerTables = [
  serviceQueues,
  services,
  serviceContracts,
  messageTypes,
  queueMonitors,
  activatedTasks,
  transmissionQueue,
  conversationEndpoints,
];
