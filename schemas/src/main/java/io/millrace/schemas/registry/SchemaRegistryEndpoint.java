// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas.registry;

import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a schema registry answers and who asks it. Serializable because it travels in a Flink job
 * graph; what is secret is left out of {@link #toString}.
 *
 * @param url http or https; user and password in it are used where {@code user} is empty
 * @param user of Basic credentials; '' = none
 * @param password of that user
 * @param bearerToken sent instead of a user; '' = none
 * @param caCertificateFile PEM file of the authorities to trust over https, at the same path on
 *     every machine that asks; '' = those of the JVM
 */
public record SchemaRegistryEndpoint(
    URI url, String user, String password, String bearerToken, String caCertificateFile)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public SchemaRegistryEndpoint {
    if (url == null) {
      throw new IllegalArgumentException("schema-registry.url must be set, is null");
    }
    if (url.getHost() == null || !("http".equals(url.getScheme()) || isHttps(url))) {
      throw new IllegalArgumentException(
          "schema-registry.url must be an http or https address, e.g. http://127.0.0.1:8085");
    }
    if (!user.isEmpty() && !bearerToken.isEmpty()) {
      throw new IllegalArgumentException(
          "schema-registry.user and schema-registry.bearer-token exclude each other: set one");
    }
  }

  /** A registry that asks for no credentials, or has them in its URL. */
  public static SchemaRegistryEndpoint of(URI url) {
    return new SchemaRegistryEndpoint(url, "", "", "", "");
  }

  /** Scheme, host, port and path, without credentials and without a slash at its end. */
  String base() {
    String path = url.getPath() == null ? "" : url.getPath().replaceAll("/+$", "");
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return url.getScheme() + "://" + url.getHost() + port + path;
  }

  /** Value of the header {@code Authorization}; empty where no credentials are set. */
  Optional<String> authorization() {
    if (!bearerToken.isEmpty()) {
      return Optional.of("Bearer " + bearerToken);
    }
    if (!user.isEmpty()) {
      return Optional.of(basic(user + ":" + password));
    }
    return Optional.ofNullable(url.getUserInfo()).map(SchemaRegistryEndpoint::basic);
  }

  private static String basic(String userAndPassword) {
    byte[] bytes = userAndPassword.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  private static boolean isHttps(URI url) {
    return "https".equals(url.getScheme());
  }

  @Override
  public String toString() {
    return "SchemaRegistryEndpoint[" + base() + ", user=" + user + "]";
  }
}
