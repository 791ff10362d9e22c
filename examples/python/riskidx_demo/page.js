// Sorting and searching the table of economies. Without it the table stands as it is.
(function () {
  "use strict";
  var table = document.getElementById("units");
  var body = table.tBodies[0];
  var heads = Array.from(table.tHead.rows[0].cells);

  // Numbers by size, texts by alphabet, equals as they stood at first; what is missing comes last
  // either way.
  var first = new Map(Array.from(body.rows).map(function (row, place) { return [row, place]; }));
  function compare(a, b, column, sign) {
    var x = a.cells[column].dataset.value, y = b.cells[column].dataset.value;
    if (x === "" || y === "") return (x === "") - (y === "") || first.get(a) - first.get(b);
    var difference = Number(x) - Number(y);
    return sign * (isNaN(difference) ? x.localeCompare(y) : difference) || first.get(a) - first.get(b);
  }

  heads.forEach(function (head, column) {
    var button = head.querySelector("button");
    if (!button) return;
    button.addEventListener("click", function () {
      var now = head.getAttribute("aria-sort");
      var next = now === "none" ? head.dataset.first : now === "ascending" ? "descending" : "ascending";
      heads.forEach(function (other) {
        if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
      });
      head.setAttribute("aria-sort", next);
      Array.from(body.rows)
        .sort(function (a, b) { return compare(a, b, column, next === "ascending" ? 1 : -1); })
        .forEach(function (row) { body.appendChild(row); });
    });
  });

  var search = document.getElementById("search"), found = document.getElementById("found");
  search.addEventListener("input", function () {
    var wanted = search.value.trim().toLowerCase(), shown = 0;
    Array.from(body.rows).forEach(function (row) {
      row.hidden = row.dataset.search.indexOf(wanted) < 0;
      if (!row.hidden) shown += 1;
    });
    found.textContent = wanted ? shown + " of " + body.rows.length : "";
  });

  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.print").forEach(function (part) { part.open = true; });
  });
})();
