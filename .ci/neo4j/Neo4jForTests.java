import java.nio.file.Path;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/** A Neo4j 5 Community in this process, with Bolt on a free port and a password, until it is told to stop. */
public final class Neo4jForTests {
  public static void main(String[] arguments) throws InterruptedException {
    var home = Path.of(arguments[0]);
    var password = arguments[1];
    var service =
        new DatabaseManagementServiceBuilder(home)
            .setConfig(BoltConnector.enabled, true)
            .setConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", 0))
            .setConfig(GraphDatabaseSettings.auth_enabled, true)
            .setConfig(GraphDatabaseSettings.pagecache_memory, 64L * 1024 * 1024)
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(service::shutdown));
    try (var transaction = service.database("system").beginTx()) {
      transaction.execute(
          "ALTER USER neo4j SET PLAINTEXT PASSWORD '" + password + "' CHANGE NOT REQUIRED");
      transaction.commit();
    }
    var database = (GraphDatabaseAPI) service.database("neo4j");
    var ports = database.getDependencyResolver().resolveDependency(ConnectorPortRegister.class);
    var port = ports.getLocalAddress(ConnectorType.BOLT).getPort();
    System.out.println("bolt://neo4j:" + password + "@127.0.0.1:" + port);
    System.out.flush();
    Thread.currentThread().join();
  }
}
