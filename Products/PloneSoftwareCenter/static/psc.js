/* Copies a command: each button [data-psc-copy] names the element whose text it copies.

   Without this file the buttons stay hidden, and people mark the text themselves. */
(function () {
  "use strict";

  function select(element) {
    var range = document.createRange();
    range.selectNodeContents(element);
    var selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  function copy(element) {
    // Browsers have navigator.clipboard on https and localhost only.
    if (navigator.clipboard && navigator.clipboard.writeText) {
      return navigator.clipboard.writeText(element.textContent);
    }
    select(element);
    return document.execCommand("copy") ? Promise.resolve() : Promise.reject();
  }

  function prepare(button) {
    var element = document.getElementById(button.getAttribute("data-psc-copy"));
    if (!element || !button.hidden) {
      return;
    }
    var words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", function () {
      copy(element).then(
        function () {
          button.textContent = button.getAttribute("data-psc-copied");
          window.setTimeout(function () {
            button.textContent = words;
          }, 2000);
        },
        function () {
          // The text is marked: the keyboard copies it.
          select(element);
        }
      );
    });
  }

  function start() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-psc-copy]"), prepare);
  }

  // A list that follows what somebody types replaces parts of its page.
  document.addEventListener("psc-replaced", start);
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
