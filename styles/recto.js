// Adds to pages what reading does not need: copying of listings, links to sections, keys for the neighbours.
(function () {
  "use strict";
  var body = document.body;

  // Beside the text the contents are open, above it they are folded.
  var wide = window.matchMedia("(min-width: 64rem)");
  var fold = document.querySelector(".contents-fold");
  function unfold() { if (fold) { fold.open = wide.matches; } }
  unfold();
  wide.addEventListener("change", unfold);
  var current = document.querySelector(".site-contents [aria-current]");
  var contents = document.querySelector(".site-contents");
  if (current && wide.matches) {
    var down = current.getBoundingClientRect().top - contents.getBoundingClientRect().top;
    if (down > contents.clientHeight * 0.7) { contents.scrollTop = down - contents.clientHeight / 3; }
  }

  // What does not scroll is no stop for the keyboard.
  var frames = document.querySelectorAll(".table-frame, .equation-frame, main p:has(> math)");
  function stops() {
    frames.forEach(function (frame) {
      if (frame.scrollWidth > frame.clientWidth) { frame.tabIndex = 0; } else { frame.removeAttribute("tabindex"); }
    });
  }
  if (frames.length) {
    stops();
    window.addEventListener("resize", stops);
    if (document.fonts) { document.fonts.ready.then(stops); }
  }

  // Copying, without line numbers and the marks of wrapped lines, which are no text.
  function old(words) {
    var area = document.createElement("textarea");
    area.value = words;
    area.style.position = "fixed";
    body.appendChild(area);
    area.select();
    var done = document.execCommand("copy");
    area.remove();
    return done ? Promise.resolve() : Promise.reject();
  }
  function copy(words) {
    return navigator.clipboard ? navigator.clipboard.writeText(words).catch(function () { return old(words); }) : old(words);
  }
  var listings = body.dataset.copy ? document.querySelectorAll("figure.listing") : [];
  if (listings.length) {
    var status = document.createElement("p");
    status.className = "spoken";
    status.setAttribute("role", "status");
    document.querySelector("main").appendChild(status);
    listings.forEach(function (listing) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = body.dataset.copy;
      button.addEventListener("click", function () {
        copy(listing.querySelector("pre").textContent.replace(/\n$/, "")).then(function () {
          button.classList.add("done");
          button.textContent = status.textContent = body.dataset.copied;
          button.focus();
          setTimeout(function () {
            button.classList.remove("done");
            button.textContent = body.dataset.copy;
            status.textContent = "";
          }, 2000);
        }, function () {});
      });
      listing.appendChild(button);
    });
  }

  // A link to each section, for those who want to pass it on.
  document.querySelectorAll(".chapter section > :is(h2, h3, h4, h5, h6)[id]").forEach(function (heading) {
    var link = document.createElement("a");
    link.className = "permalink";
    link.href = "#" + heading.id;
    link.setAttribute("aria-labelledby", heading.id);
    heading.before(link);
  });

  // What was here and is in another place now.
  function follow() {
    var id = window.location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch (_) { return; }
    var place = (id && document.getElementById(id)) || document.querySelector("[data-moved-to]:not([id])");
    if (place && place.dataset.movedTo) { window.location.replace(place.dataset.movedTo); }
  }
  follow();
  window.addEventListener("hashchange", follow);

  // What is folded is printed too.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("main details:not([open])").forEach(function (details) {
      details.open = true;
      window.addEventListener("afterprint", function () { details.open = false; }, { once: true });
    });
  });

  // The arrow keys turn pages, where they have nothing else to do.
  document.addEventListener("keydown", function (event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) { return; }
    if (event.target.closest("input, textarea, select, button, summary, [tabindex], [contenteditable]")) { return; }
    if (document.documentElement.scrollWidth > document.documentElement.clientWidth) { return; }
    var back = document.documentElement.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") { return; }
    var link = document.querySelector(event.key === back ? 'link[rel="prev"]' : 'link[rel="next"]');
    if (link) { window.location.href = link.href; }
  });
})();
