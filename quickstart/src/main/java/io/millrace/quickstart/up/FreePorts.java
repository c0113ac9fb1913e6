// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.quickstart.supervise.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses ports before the processes start: a port must stay the same when its process is started
 * again, and Kafka and the job must know each other's beforehand.
 */
public final class FreePorts {
  private static final List<Setting> PORTS =
      List.of(
          Setting.KAFKA_PORT,
          Setting.SCHEMA_REGISTRY_PORT,
          Setting.CLICKHOUSE_PORT,
          Setting.BRIDGE_HTTP_PORT,
          Setting.BRIDGE_GRPC_PORT,
          Setting.BRIDGE_METRICS_PORT,
          Setting.FLINK_PORT,
          Setting.FLINK_METRICS_PORT,
          Setting.QUERY_API_PORT,
          Setting.QUERY_API_METRICS_PORT,
          Setting.LOCAL_CLUSTER_BRIDGE_2_HTTP_PORT,
          Setting.LOCAL_CLUSTER_BRIDGE_2_GRPC_PORT,
          Setting.LOCAL_CLUSTER_BRIDGE_2_METRICS_PORT,
          Setting.SUPERVISOR_METRICS_PORT);

  /**
   * Below where Linux takes the ports of outgoing connections: while a server is away, a client
   * that keeps trying to reach it would else sooner or later be given its port, connect to itself,
   * and keep the server out.
   */
  private static final int LOWEST = 15_000;

  private static final int HIGHEST = 32_000;
  private static final int TRIES = 10_000;

  /**
   * A port is free until its process takes it, seconds later: of programs that choose at the same
   * time each looks in a part of the range of its own.
   */
  private static final int PARTS = 17;

  private static final int PORTS_OF_A_PART = (HIGHEST - LOWEST) / PARTS;
  private static final int LOWEST_OF_OURS =
      LOWEST + (int) (ProcessHandle.current().pid() % PARTS) * PORTS_OF_A_PART;

  /** What this program was given last, and may not have taken yet; the oldest first. */
  private static final Set<Integer> GIVEN = new LinkedHashSet<>();

  private static final int REMEMBERED = 200;

  private static final Map<Setting, Setting> EXTERNAL =
      Map.of(
          Setting.KAFKA_PORT, Setting.KAFKA_BOOTSTRAP_SERVERS,
          Setting.SCHEMA_REGISTRY_PORT, Setting.SCHEMA_REGISTRY_URL,
          Setting.CLICKHOUSE_PORT, Setting.CLICKHOUSE_URL,
          Setting.FLINK_PORT, Setting.FLINK_URL,
          Setting.FLINK_METRICS_PORT, Setting.FLINK_URL);

  private FreePorts() {}

  /** Replaces every port 0 by a free one. */
  static Settings choose(Settings settings) {
    List<Setting> open = PORTS.stream().filter(port -> settings.number(port) == 0).toList();
    List<Integer> free = some(open.size());
    Map<Setting, String> chosen = new EnumMap<>(Setting.class);
    for (int i = 0; i < open.size(); i++) {
      chosen.put(open.get(i), String.valueOf(free.get(i)));
    }
    return settings.with(chosen);
  }

  /** One free port. */
  public static int one() {
    return some(1).get(0);
  }

  private static synchronized List<Integer> some(int count) {
    List<Integer> ports = new ArrayList<>();
    for (int tries = 0; ports.size() < count; tries++) {
      if (tries == TRIES) {
        throw new IllegalStateException(
            "no free port on loopback between %d and %d"
                .formatted(LOWEST_OF_OURS, LOWEST_OF_OURS + PORTS_OF_A_PART));
      }
      int candidate = LOWEST_OF_OURS + ThreadLocalRandom.current().nextInt(PORTS_OF_A_PART);
      if (isFree(candidate) && GIVEN.add(candidate)) {
        ports.add(candidate);
      }
    }
    forgetOldest();
    return ports;
  }

  private static void forgetOldest() {
    Iterator<Integer> oldest = GIVEN.iterator();
    for (int excess = GIVEN.size() - REMEMBERED; excess > 0; excess--) {
      oldest.next();
      oldest.remove();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /**
   * Checks that nobody listens on the ports that are about to be used.
   *
   * @throws StartException naming the setting, so that the user knows what to change
   */
  static void requireFree(Settings settings, List<Setting> ports) throws StartException {
    Map<Integer, Setting> byPort = new HashMap<>();
    for (Setting setting : ports) {
      int port = settings.number(setting);
      Setting other = byPort.putIfAbsent(port, setting);
      if (other != null) {
        throw new StartException(
            "port %d is wanted twice, by %s and by %s (%s): set one of them to another port"
                .formatted(port, other.key(), setting.key(), setting.environmentVariable()));
      }
      if (!isFree(port)) {
        throw new StartException(
            "port %d is taken by another program: stop it, or set %s (%s) to another port"
                .formatted(port, setting.key(), setting.environmentVariable()));
      }
    }
  }

  /** Every setting that is a port. */
  public static List<Setting> all() {
    return PORTS;
  }

  /** The ports that an embedded process will open: those of parts that run elsewhere are not. */
  static List<Setting> used(Settings settings, Processes processes) {
    return PORTS.stream()
        .filter(port -> processes.opens(port) && !runsElsewhere(settings, port))
        .toList();
  }

  private static boolean runsElsewhere(Settings settings, Setting port) {
    Setting external = EXTERNAL.get(port);
    return external != null && !settings.isEmpty(external);
  }
}
