// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.registry;

import io.millrace.quickstart.settings.Endpoints;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.schemas.registry.SchemaRegistryEndpoint;
import java.util.Map;
import java.util.Optional;

/** The contract on the registry that the settings name; {@code ./millrace test registry URL}. */
class ExistingRegistryIT extends RegistryContract {
  @Override
  SchemaRegistryEndpoint endpoint() {
    Settings settings = Settings.load(Optional.empty(), System.getenv(), Map.of());
    if (settings.isEmpty(Setting.SCHEMA_REGISTRY_URL)) {
      throw new AssertionError("set MILLRACE_SCHEMA_REGISTRY_URL to a registry that runs");
    }
    return Endpoints.of(settings).schemaRegistry();
  }
}
