// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trusts the certificate authorities of a PEM file, and no others. */
final class TrustedAuthorities {
  private TrustedAuthorities() {}

  /**
   * A context for clients.
   *
   * @throws IllegalArgumentException naming the setting, if the file holds no certificates
   */
  static SSLContext of(Path pem) {
    try (InputStream certificates = Files.newInputStream(pem)) {
      KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
      authorities.load(null, null);
      int count = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(certificates)) {
        authorities.setCertificateEntry("ca-" + count++, certificate);
      }
      if (count == 0) {
        throw new GeneralSecurityException("it holds no certificate");
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "schema-registry.ca-certificate-file must be a PEM file of certificates, but %s: %s"
              .formatted(pem, e.getMessage()),
          e);
    }
  }
}
