// Tells of an old browser and of forbidden cookies, and enables the buttons that wait for both.
// Written for browsers of fifteen years ago: they must be able to read it in order to be told.
(function () {
  "use strict";

  function show(id) {
    var element = document.getElementById(id);
    if (element) {
      element.hidden = false;
      element.style.display = "block";
    }
  }

  function isModern() {
    return (
      typeof window.fetch === "function" &&
      typeof window.Promise === "function" &&
      "noModule" in document.createElement("script") &&
      !!(window.CSS && window.CSS.supports && window.CSS.supports("display", "grid"))
    );
  }

  function keepsCookies() {
    var rest = "; path=/; SameSite=Lax" + (window.location.protocol === "https:" ? "; Secure" : "");
    try {
      document.cookie = "cookie-check=1" + rest;
      var kept = document.cookie.indexOf("cookie-check=") !== -1;
      document.cookie = "cookie-check=; expires=Thu, 01 Jan 1970 00:00:00 GMT" + rest;
      return kept;
    } catch (error) {
      return false;
    }
  }

  var cookies = keepsCookies();
  var buttons = document.querySelectorAll("[data-needs-browser]");
  var i;

  if (!isModern()) {
    show("old-browser");
  }
  if (!cookies) {
    show("no-cookies");
  }
  for (i = 0; i < buttons.length; i += 1) {
    buttons[i].disabled = !cookies;
  }
})();
