// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaObstacleTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new SaslAuthenticationException("invalid"), "kafka.password"),
        Arguments.of(new UnsupportedSaslMechanismException("no"), "kafka.sasl-mechanism"),
        Arguments.of(new SslAuthenticationException("PKIX"), "kafka.ca-certificate-file"),
        Arguments.of(new ClusterAuthorizationException("no"), "kafka.user"),
        Arguments.of(
            new InvalidReplicationFactorException("3 > 1"), "bridge.topics.replication-factor"),
        Arguments.of(new TimeoutException("10 s"), "kafka.security-protocol"),
        Arguments.of(new java.util.concurrent.TimeoutException(), "kafka.bootstrap-servers"),
        Arguments.of(new UnknownServerException("odd"), "odd"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failure_namesTheSettingInOneLine(Exception failure, String named) {
    assertThat(KafkaObstacle.describe(failure)).contains(named).doesNotContain("\n");
  }
}
