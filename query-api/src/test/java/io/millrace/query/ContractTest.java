// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.query.http.Endpoint;
import io.millrace.query.live.LiveTraces;
import io.millrace.query.parameter.Parameter;
import io.millrace.query.sql.SqlService;
import io.millrace.query.system.MetricsPages;
import io.millrace.query.write.PartDeletes;
import io.millrace.query.write.WriteForwarding;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The code takes what openapi.yaml says, and nothing else. */
class ContractTest {
  @Test
  void openapi_namesEveryEndpointWithItsParameters() {
    Map<String, Map<String, String>> served = new TreeMap<>();
    for (Endpoint endpoint : QueryApi.endpoints(new FakeTables(), MetricsPages.NONE)) {
      served.put(
          endpoint.path(),
          endpoint.parameters().stream()
              .collect(Collectors.toMap(Parameter::name, ContractTest::described)));
    }

    served.put(
        LiveTraces.PATH,
        LiveTraces.parameters().stream()
            .collect(Collectors.toMap(Parameter::name, ContractTest::described)));

    assertThat(documented()).isEqualTo(served);
  }

  private static String described(Parameter parameter) {
    return (parameter.inPath() ? "path" : "query") + ", default " + parameter.fallback();
  }

  private static Map<String, Map<String, String>> documented() {
    Map<String, Object> contract = new Yaml().load(new String(QueryApi.contract(), UTF_8));
    Map<String, Map<String, String>> documented = new TreeMap<>();
    map(contract.get("paths"))
        .forEach(
            (path, item) -> {
              if (map(item).containsKey("get")) {
                documented.put(path.toString(), parameters(contract, map(map(item).get("get"))));
              }
            });
    return documented;
  }

  private static Map<String, String> parameters(Map<?, ?> contract, Map<?, ?> operation) {
    return ((List<?>) operation.get("parameters"))
        .stream()
            .map(node -> resolved(contract, map(node)))
            .collect(
                Collectors.toMap(each -> each.get("name").toString(), ContractTest::described));
  }

  @Test
  void openapi_namesEveryPathThatTakesMoreThanGet() {
    Map<String, Object> contract = new Yaml().load(new String(QueryApi.contract(), UTF_8));
    Map<String, Set<String>> documented = new TreeMap<>();
    map(contract.get("paths"))
        .forEach(
            (path, item) -> {
              Set<String> methods = new TreeSet<>();
              map(item).keySet().forEach(method -> methods.add(method.toString()));
              methods.remove("get");
              if (!methods.isEmpty()) {
                documented.put(path.toString(), methods);
              }
            });
    Map<String, Set<String>> taken = new TreeMap<>();
    taken.put(SqlService.PATH, Set.of("post"));
    for (var paths : List.of(WriteForwarding.PATHS, PartDeletes.PATHS)) {
      paths.forEach(
          (path, methods) ->
              taken.put(
                  path,
                  methods.stream()
                      .map(method -> method.name().toLowerCase(Locale.ROOT))
                      .collect(Collectors.toCollection(TreeSet::new))));
    }

    assertThat(documented).isEqualTo(taken);
  }

  @Test
  void openapi_namesForEveryOperationWhatAnyMayAnswer() {
    Map<String, Object> contract = new Yaml().load(new String(QueryApi.contract(), UTF_8));
    map(contract.get("paths"))
        .forEach(
            (path, item) ->
                map(item)
                    .forEach(
                        (method, operation) ->
                            assertThat(map(map(operation).get("responses")).keySet())
                                .as("%s %s", method, path)
                                .<Object>map(Object::toString)
                                .contains("400", "403", "405", "503")));
  }

  /** What a {@code $ref} names. */
  private static Map<?, ?> resolved(Map<?, ?> contract, Map<?, ?> node) {
    if (!node.containsKey("$ref")) {
      return node;
    }
    Map<?, ?> found = contract;
    for (String step : node.get("$ref").toString().substring("#/".length()).split("/", -1)) {
      found = map(found.get(step));
    }
    return found;
  }

  private static String described(Map<?, ?> parameter) {
    Object fallback = map(parameter.get("schema")).get("default");
    String text =
        fallback instanceof List<?> words
            ? words.stream().map(Object::toString).collect(Collectors.joining(","))
            : String.valueOf(fallback);
    boolean inPath = parameter.get("in").equals("path");
    return parameter.get("in") + ", default " + (inPath ? Optional.empty() : Optional.of(text));
  }

  private static Map<?, ?> map(Object node) {
    return (Map<?, ?>) node;
  }
}
