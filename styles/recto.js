// Adds to pages what reading does not need: copying of listings, keys for the neighbours, an open contents.
(function () {
  "use strict";
  var wide = window.matchMedia("(min-width: 64rem)");
  var fold = document.querySelector(".contents-fold");
  function unfold() { if (fold) { fold.open = wide.matches; } }
  unfold();
  wide.addEventListener("change", unfold);

  if (navigator.clipboard) {
    var words = document.body.dataset.copy || "Copy";
    document.querySelectorAll("figure.listing").forEach(function (listing) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = words;
      button.addEventListener("click", function () {
        var code = listing.querySelector("pre").textContent.replace(/\n$/, "");
        navigator.clipboard.writeText(code).then(function () {
          button.textContent = "✓";
          setTimeout(function () { button.textContent = words; }, 1500);
        });
      });
      listing.appendChild(button);
    });
  }

  document.addEventListener("keydown", function (event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    if (/^(input|textarea|select|button|summary)$/i.test(event.target.tagName)) { return; }
    var way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    var link = way && document.querySelector('link[rel="' + way + '"]');
    if (link) { window.location.href = link.href; }
  });
})();
