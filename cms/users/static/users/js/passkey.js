"use strict";

// Asks the browser for a passkey when its button is pressed, and sends the answer with the form.
(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  const start = form.querySelector("[data-passkey-start]");
  const error = form.querySelector("[data-passkey-error]");
  const answer = form.querySelector("[data-passkey-answer]");

  const fromBase64 = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const toBase64 = (buffer) =>
    buffer
      ? btoa(String.fromCharCode(...new Uint8Array(buffer)))
          .replace(/\+/g, "-")
          .replace(/\//g, "_")
          .replace(/=+$/, "")
      : null;

  const readOptions = () => {
    const options = JSON.parse(document.getElementById("passkey-options").textContent);
    options.challenge = fromBase64(options.challenge);
    for (const list of [options.allowCredentials, options.excludeCredentials]) {
      for (const credential of list || []) credential.id = fromBase64(credential.id);
    }
    if (options.user) options.user.id = fromBase64(options.user.id);
    return options;
  };

  const serialise = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name] !== undefined) response[name] = toBase64(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: toBase64(credential.rawId),
      type: credential.type,
      response,
    });
  };

  const ask = async () => {
    error.hidden = true;
    start.disabled = true;
    try {
      const credential = await navigator.credentials[form.dataset.passkey]({ publicKey: readOptions() });
      answer.value = serialise(credential);
      form.submit();
    } catch (reason) {
      error.textContent =
        reason.name === "InvalidStateError"
          ? "Этот ключ доступа уже подключён."
          : "Ключ доступа не ответил или вы отменили запрос. Попробуйте ещё раз.";
      error.hidden = false;
      start.disabled = false;
    }
  };

  if (!window.PublicKeyCredential) {
    error.textContent = "Этот браузер не умеет работать с ключами доступа. Выберите другой способ.";
    error.hidden = false;
    return;
  }
  start.hidden = false;
  start.addEventListener("click", ask);
})();
