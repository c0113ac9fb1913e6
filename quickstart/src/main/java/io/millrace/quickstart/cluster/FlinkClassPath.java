// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which jars of this class path are Flink's own, as its distribution has them, and which are the
 * job's: these are uploaded with it, and loaded before Flink's.
 */
public final class FlinkClassPath {
  /**
   * What flink-dist 2.3 holds of our class path, with logging, metrics, and what reads settings.
   */
  static final Set<String> FLINK =
      Set.of(
          "commons-cli",
          "commons-collections",
          "commons-compress",
          "commons-io",
          "commons-lang3",
          "commons-math3",
          "commons-text",
          "flink-annotations",
          "flink-clients",
          "flink-core",
          "flink-core-api",
          "flink-datastream",
          "flink-datastream-api",
          "flink-file-sink-common",
          "flink-hadoop-fs",
          "flink-metrics-core",
          "flink-metrics-prometheus",
          "flink-queryable-state-client-java",
          "flink-rpc-akka-loader",
          "flink-rpc-core",
          "flink-runtime",
          "flink-runtime-web",
          "flink-shaded-asm",
          "flink-shaded-guava",
          "flink-shaded-jackson",
          "flink-shaded-netty",
          "flink-shaded-zookeeper",
          "flink-statebackend-rocksdb",
          "flink-streaming-java",
          "frocksdbjni",
          "javassist",
          "jsr305",
          "kryo",
          "log4j-api",
          "log4j-core",
          "log4j-slf4j-impl",
          "lz4-java",
          "minlog",
          "objenesis",
          "quickstart",
          "reflectasm",
          "slf4j-api",
          "snakeyaml",
          "snakeyaml-engine",
          "snappy-java");

  /** What the module stream-jobs needs beyond that. */
  static final Set<String> JOB =
      Set.of(
          "RoaringBitmap",
          "asm",
          "avro",
          "clickhouse-client",
          "clickhouse-data",
          "client-v2",
          "commons-codec",
          "commons-compress",
          "commons-io",
          "commons-lang3",
          "dialects",
          "failureaccess",
          "flink-avro",
          "flink-connector-base",
          "flink-connector-kafka",
          "guava",
          "httpclient5",
          "httpcore5",
          "httpcore5-h2",
          "jackson-annotations",
          "jackson-core",
          "jackson-databind",
          "jackson-dataformat-yaml",
          "jackson-datatype-jdk8",
          "jackson-datatype-jsr310",
          "kafka-clients",
          "lz4-java",
          "opentelemetry-proto",
          "protobuf-java",
          "schemas",
          "snakeyaml",
          "snappy-java",
          "sql",
          "stream-jobs",
          "zstd-jni");

  /** The version and all behind it; Flink's shaded jars carry a major version in their name. */
  private static final Pattern VERSION = Pattern.compile("(-\\d+)?-\\d[^/]*\\.jar$");

  private FlinkClassPath() {}

  /** The class path of a JobManager or a TaskManager, with the classes of this module. */
  public static String ofFlink() {
    return entries().filter(is(FLINK)).collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * The jars that the job is submitted with.
   *
   * @throws IllegalStateException if one is not on this class path
   */
  public static List<Path> ofJob() {
    List<Path> jars =
        entries().map(Path::of).filter(Files::isRegularFile).filter(jar -> isOf(JOB, jar)).toList();
    Set<String> missing = new TreeSet<>(JOB);
    jars.forEach(jar -> missing.remove(artifact(jar)));
    if (!missing.isEmpty()) {
      throw new IllegalStateException("the class path lacks jars of the job: " + missing);
    }
    return jars;
  }

  /** The artifact that a jar holds, by its name. */
  static String artifact(Path jar) {
    return VERSION.matcher(jar.getFileName().toString()).replaceFirst("");
  }

  static Set<String> artifacts() {
    return entries()
        .map(entry -> artifact(Path.of(entry)))
        .collect(Collectors.collectingAndThen(Collectors.toSet(), Collections::unmodifiableSet));
  }

  /** A folder is this module's own classes, in a build that has not made its jar. */
  private static Predicate<String> is(Set<String> artifacts) {
    return entry -> Files.isDirectory(Path.of(entry)) || isOf(artifacts, Path.of(entry));
  }

  private static boolean isOf(Set<String> artifacts, Path jar) {
    return artifacts.contains(artifact(jar));
  }

  private static Stream<String> entries() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty());
  }
}
