// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.kafka;

import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** What keeps Kafka from answering, in one line that names the setting to change. */
public final class KafkaObstacle {
  private record Advice(Class<? extends Throwable> failure, String text) {}

  /** The first that matches counts. */
  private static final List<Advice> ADVICE =
      List.of(
          new Advice(
              UnsupportedSaslMechanismException.class,
              "does not know the mechanism: check kafka.sasl-mechanism"),
          new Advice(
              SaslAuthenticationException.class,
              "refuses the credentials: check kafka.user, kafka.password (or kafka.password-file) and"
                  + " kafka.sasl-mechanism"),
          new Advice(
              SslAuthenticationException.class,
              "cannot be trusted: check kafka.ca-certificate-file and the names in the brokers'"
                  + " certificates"),
          new Advice(
              AuthorizationException.class,
              "does not allow it: give the rights to the user of kafka.user"),
          new Advice(
              ConfigException.class,
              "cannot be used as it is set: check the hosts' names and the other settings of kafka"),
          new Advice(
              InvalidReplicationFactorException.class,
              "has too few brokers: check bridge.topics.replication-factor"),
          new Advice(
              org.apache.kafka.common.errors.TimeoutException.class,
              "does not answer: check that it runs, and kafka.security-protocol"),
          new Advice(
              TimeoutException.class,
              "does not answer: check that it runs, and kafka.security-protocol"));

  private KafkaObstacle() {}

  /** The line for a failed call, without the cause of an ExecutionException around it. */
  public static String describe(Throwable failure) {
    return ADVICE.stream()
        .filter(advice -> advice.failure().isInstance(failure))
        .findFirst()
        .map(advice -> "Kafka (kafka.bootstrap-servers) " + advice.text() + told(failure))
        .orElseGet(() -> "Kafka: " + failure);
  }

  private static String told(Throwable failure) {
    return failure.getMessage() == null ? "" : " (" + failure.getMessage() + ")";
  }
}
