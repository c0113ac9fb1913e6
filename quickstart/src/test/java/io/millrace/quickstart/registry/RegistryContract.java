// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.Control;
import io.millrace.schemas.Topics;
import io.millrace.schemas.registry.CompatibilityLevel;
import io.millrace.schemas.registry.SchemaCoder;
import io.millrace.schemas.registry.SchemaRegistryClient;
import io.millrace.schemas.registry.SchemaRegistryEndpoint;
import io.millrace.schemas.registry.SchemaRejectedException;
import java.time.Duration;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

/**
 * What Millrace rests on in a schema registry, asked by its own client: the same list for the
 * embedded one and for any other. Subjects are drawn, as a registry may keep those of an earlier
 * run.
 */
abstract class RegistryContract {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String subject = "contract-" + UUID.randomUUID() + "-value";
  private final String record = "R" + UUID.randomUUID().toString().replace("-", "");
  private final Schema oneField = fields().requiredString("a").endRecord();
  private final Schema withDefault = fields().requiredString("a").optionalLong("b").endRecord();
  private final Schema withoutDefault = fields().requiredString("a").requiredLong("b").endRecord();

  /** The registry; it answers. */
  abstract SchemaRegistryEndpoint endpoint();

  private SchemaRegistryClient client() {
    return new SchemaRegistryClient(endpoint(), PATIENCE);
  }

  private SchemaBuilder.FieldAssembler<Schema> fields() {
    return SchemaBuilder.record(record).namespace("io.millrace.contract").fields();
  }

  @Test
  void schema_registeredAgain_keepsItsId() {
    int id = client().register(subject, oneField);

    assertThat(client().register(subject, oneField)).isEqualTo(id);
    assertThat(client().schema(id)).contains(oneField);
  }

  @Test
  void schema_ofTwoSubjects_isReadByEitherId() {
    int first = client().register(subject, oneField);
    int second = client().register("other-" + subject, oneField);

    assertThat(client().schema(first)).contains(oneField);
    assertThat(client().schema(second)).contains(oneField);
  }

  @Test
  void id_thatNobodyRegistered_isUnknown() {
    assertThat(client().schema(Integer.MAX_VALUE - 7)).isEmpty();
  }

  @Test
  void laterVersion_withADefault_isTaken() {
    client().setCompatibility(subject, CompatibilityLevel.BACKWARD_TRANSITIVE);
    int first = client().register(subject, oneField);

    int second = client().register(subject, withDefault);

    assertThat(second).isNotEqualTo(first);
    assertThat(client().schema(first)).contains(oneField);
    assertThat(client().schema(second)).contains(withDefault);
  }

  @Test
  void laterVersion_thatCannotReadEarlierOnes_isRejected() {
    client().setCompatibility(subject, CompatibilityLevel.BACKWARD_TRANSITIVE);
    client().register(subject, oneField);

    assertThatThrownBy(() -> client().register(subject, withoutDefault))
        .isInstanceOf(SchemaRejectedException.class)
        .hasMessageContaining(subject);
  }

  @Test
  void compatibility_isCheckedAgainstAllVersions() {
    client().setCompatibility(subject, CompatibilityLevel.BACKWARD_TRANSITIVE);
    client().register(subject, oneField);
    client().register(subject, withDefault);
    Schema readsTheSecondOnly =
        fields()
            .requiredString("a")
            .name("b")
            .type()
            .unionOf()
            .nullType()
            .and()
            .longType()
            .endUnion()
            .noDefault()
            .endRecord();

    assertThatThrownBy(() -> client().register(subject, readsTheSecondOnly))
        .isInstanceOf(SchemaRejectedException.class);
  }

  @Test
  void subject_isTakenWithWhatWouldMeanSomethingInAPath() {
    String odd = subject + " a%b?c";

    int id = client().register(odd, oneField);

    assertThat(client().register(odd, oneField)).isEqualTo(id);
  }

  @Test
  void topicsOfMillrace_areRegisteredWrittenAndRead() throws Exception {
    for (Topics.Topic topic : Topics.all()) {
      client().setCompatibility(topic.subject(), CompatibilityLevel.BACKWARD_TRANSITIVE);
      client().register(topic.subject(), topic.schema());
    }
    Control control = new Control("default", "budget", "b", 1L, "{}");

    byte[] message = SchemaCoder.connect(endpoint()).encode("control.v1-value", control);

    assertThat(SchemaCoder.connect(endpoint()).decode(message, Control.class)).isEqualTo(control);
  }
}
