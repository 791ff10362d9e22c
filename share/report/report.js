// The page of a report: draws what stands in the JSON of #data (docs/report.md). Text of the data is set as text, never as HTML.
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("data").textContent);
  var PALETTE = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#7f7f7f", "#b8a800"];
  var ZONES = { green: "#4db6a0", yellow: "#f3e79b", orange: "#eeb04b", red: "#c0392b", dark_red: "#641220", purple: "#4a1a5c" };
  var SHADES = ["#fdea45", "#c3b369", "#7c7b78", "#3b496c", "#00204d"];
  var NO_ZONE = "#c9ced4";
  var charts = [], main = document.getElementById("main"), patterns = false;

  // ------------------------------------------------------------------------------------------------------- small tools --

  function el(tag, attributes) {
    var node = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (key) {
      if (key === "text") node.textContent = attributes[key];
      else if (key.slice(0, 2) === "on") node.addEventListener(key.slice(2), attributes[key]);
      else if (attributes[key] !== null) node.setAttribute(key, attributes[key]);
    });
    Array.prototype.slice.call(arguments, 2).forEach(function (child) { if (child) node.append(child); });
    return node;
  }
  function number(x, digits) {
    if (x === null || x === undefined) return "–";
    if (Math.abs(x) >= 1e5) return Math.round(x).toLocaleString("en");
    if (Number.isInteger(x)) return String(x);
    return String(Number(x.toPrecision(digits || 4)));
  }
  function fixed(x, places) { return x === null || x === undefined ? "–" : x.toFixed(places); }
  function words(name) { return name.replace(/_/g, " "); }
  function percent(share) { return Math.round(100 * share) + " %"; }
  function clear(node) { while (node.firstChild) node.firstChild.remove(); return node; }

  function colours(labels) {
    var named = labels.every(function (label) { return Object.prototype.hasOwnProperty.call(ZONES, label); });
    return labels.map(function (label, k) {
      if (named) return ZONES[label];
      return SHADES[Math.round(k * (SHADES.length - 1) / Math.max(labels.length - 1, 1))];
    });
  }

  function section(id, title) {
    var part = el("section", { id: id, "aria-labelledby": id + "-title" }, el("h2", { id: id + "-title", text: title }));
    main.append(part);
    document.getElementById("contents").append(el("a", { href: "#" + id, text: title }));
    return part;
  }

  function figure(part, id, height, caption) {
    var box = el("div", { class: "chart", id: id, style: "height:" + height + "px", role: "img", tabindex: "-1" });
    var text = el("figcaption", { text: caption });
    part.append(el("figure", {}, box, text));
    var chart = echarts.init(box, null, { renderer: "svg" });
    charts.push(chart);
    return { chart: chart, box: box, caption: text };
  }

  function draw(shown, option, height) {
    if (height) { shown.box.style.height = height + "px"; shown.chart.resize(); }
    var shared = { animation: false, color: PALETTE, textStyle: { fontFamily: "system-ui, Segoe UI, DejaVu Sans, sans-serif" },
                   aria: { enabled: true, decal: { show: patterns } } };
    shown.option = option;
    shown.chart.setOption(Object.assign(shared, option), true);
  }
  var TIP = { renderMode: "richText", confine: true };

  function computed(how) { return how + " Computed by " + data.software + "."; }

  // A table whose columns sort, at first by the column that is named, if any; column: {name, get(row) -> number, text or null, show(row) -> text or node, num}.
  function sortable(id, columns, rows, first) {
    var body = el("tbody"), order = { column: first === undefined ? -1 : first, sign: 1 };
    var heads = columns.map(function (column, k) {
      return el("th", { scope: "col", "aria-sort": "none", class: column.num ? "num" : null },
        el("button", { type: "button", text: column.name, onclick: function () {
          order = { column: k, sign: order.column === k ? -order.sign : column.down ? -1 : 1 };
          fill();
        } }));
    });
    function compare(a, b) {
      if (order.column < 0) return 0;
      var x = columns[order.column].get(a), y = columns[order.column].get(b);
      if (x === null || y === null) return (x === null) - (y === null);
      return order.sign * (typeof x === "number" ? x - y : String(x).localeCompare(String(y)));
    }
    function fill() {
      heads.forEach(function (head, k) {
        head.setAttribute("aria-sort", k !== order.column ? "none" : order.sign > 0 ? "ascending" : "descending");
      });
      clear(body);
      rows().slice().sort(compare).forEach(function (row) {
        var line = el("tr", { class: row.chosen ? "chosen" : null });
        columns.forEach(function (column) {
          var shown = column.show(row);
          line.append(el("td", { class: column.num ? "num" : null }, shown === "" ? null : shown));
        });
        body.append(line);
      });
    }
    var table = el("table", { id: id }, el("thead", {}, el.apply(null, ["tr", {}].concat(heads))), body);
    return { fill: fill, node: el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": id }, table) };
  }

  function zoneMark(label, colour) {
    return label === null ? "–" : el("span", { class: "zone", style: "--zone:" + colour, text: words(label) });
  }

  // ------------------------------------------------------------------------------------------------- scores from weights --

  function Model(index) {
    this.index = index;
    this.node = {};
    this.children = {};
    var self = this;
    index.nodes.forEach(function (node) { self.node[node.code] = node; self.children[node.code] = []; });
    index.nodes.forEach(function (node) { if (node.parent !== null) self.children[node.parent].push(node.code); });
    this.reset();
  }
  Model.prototype.reset = function () {
    var self = this;
    this.moved = false;
    this.weight = {};
    this.index.nodes.forEach(function (node) { self.weight[node.code] = node.weight; });
    this.scores = this.index.scores;
    this.ranks = this.index.ranks;
  };
  // How a rule takes in a score, and gives the group's back from their mean; low and high are the ends of the scale.
  var RULES = {
    arithmetic: { take: function (x) { return x; }, give: function (m) { return m; } },
    geometric: { take: Math.log, give: Math.exp },
    harmonic: { take: function (x) { return 1 / x; }, give: function (m) { return 1 / m; } },
    scaled_geometric: {
      take: function (x, low, high) { return Math.log(1 + 9 * (high - x) / (high - low)); },
      give: function (m, low, high) { return high - (high - low) / 9 * (Math.exp(m) - 1); }
    }
  };
  // Scores of a group over the children that are there, as the library has them.
  Model.prototype.group = function (code, scores) {
    var self = this, index = this.index, node = this.node[code], rule = RULES[node.rule], ends = index.range || [0, 0];
    var used = this.children[code].filter(function (child) { return self.weight[child] > 0; });
    return index.units.map(function (_, i) {
      var sum = 0, total = 0, present = 0;
      for (var k = 0; k < used.length; k++) {
        var x = self.seen(used[k], scores[used[k]][i]), w = self.weight[used[k]];
        if (x === null) {
          if (index.missing === "propagate") return null;
          continue;
        }
        sum += w * rule.take(x, ends[0], ends[1]);
        total += w;
        present += 1;
      }
      if (present === 0 || index.missing === "available" && present < node.min_share * used.length - 1e-9) return null;
      return rule.give(sum / total, ends[0], ends[1]);
    });
  };
  // A score as the group above sees it.
  Model.prototype.seen = function (code, x) {
    if (x === null) return this.index.missing === "value" ? this.index.fill : null;
    return this.node[code].kind === "group" && this.node[code].direction < 0 ? this.index.mirror - x : x;
  };
  Model.prototype.compute = function () {
    var self = this, scores = {};
    function below(code) {
      if (self.node[code].kind === "indicator") { scores[code] = self.index.scores[code]; return; }
      self.children[code].forEach(below);
      scores[code] = self.group(code, scores);
    }
    below(this.index.root);
    return scores;
  };
  // Ranks, 1 the highest; scores that differ by rounding alone share the smallest.
  function ranks(scores) {
    var known = scores.filter(function (x) { return x !== null; }).sort(function (a, b) { return b - a; });
    var near = 1e-12 * Math.max.apply(null, known.map(Math.abs).concat([1e-300]));
    return scores.map(function (x) {
      if (x === null) return null;
      var above = 0;
      while (above < known.length && known[above] > x + near) above += 1;
      return above + 1;
    });
  }
  Model.prototype.update = function () {
    this.moved = true;
    this.scores = this.compute();
    this.ranks = ranks(this.scores[this.index.root]);
  };
  // The largest difference between the library's scores and those of this page, in the unit of the scores.
  Model.prototype.difference = function () {
    var made = this.compute(), index = this.index, worst = 0;
    index.nodes.forEach(function (node) {
      made[node.code].forEach(function (x, i) {
        var y = index.scores[node.code][i];
        if ((x === null) !== (y === null)) worst = Infinity;
        else if (x !== null) worst = Math.max(worst, Math.abs(x - y) / Math.max(1, Math.abs(y)));
      });
    });
    return worst;
  };
  Model.prototype.share = function (code) {
    var self = this, total = this.children[this.node[code].parent].reduce(function (sum, k) { return sum + self.weight[k]; }, 0);
    return this.weight[code] / total;
  };
  // What each child of a node adds to the score of unit i; null where nothing adds up.
  Model.prototype.parts = function (code, i) {
    var self = this, found = {}, total = 0;
    if (!this.index.live || this.node[code].rule !== "arithmetic") return null;
    this.children[code].forEach(function (k) {
      var x = self.seen(k, self.scores[k][i]);
      if (x === null || !(self.weight[k] > 0)) return;
      found[k] = self.weight[k] * x;
      total += self.weight[k];
    });
    Object.keys(found).forEach(function (k) { found[k] /= total; });
    return found;
  };
  Model.prototype.zone = function (score) {
    var classes = this.index.zones;
    if (!classes || score === null) return null;
    var k = classes.thresholds.filter(function (t) { return classes.boundary === "upper" ? score >= t : score > t; }).length;
    return classes.labels[k];
  };

  // --------------------------------------------------------------------------------------------------------------- index --

  function showIndex(index) {
    var model = new Model(index), root = index.root, uncertain = data.uncertainty || null;
    var part = section("index", data.title === (index.title || index.name || root) ? "Scores" : index.title || index.name || root);
    var zoneColour = {};
    if (index.zones) index.zones.labels.forEach(function (label, k) { zoneColour[label] = colours(index.zones.labels)[k]; });
    if (index.live && model.difference() > 1e-9) {
      index.live = false;
      index.why_not = "the scores of the library are not those of this page's own sums";
    }
    var chosen = index.unit === null ? -1 : index.units.indexOf(index.unit), search = "", most = 30, of = root;
    var scale = index.range ? "points from " + number(index.range[0]) + " to " + number(index.range[1]) : "points without a stated range";
    var how = "Scores in " + scale + "; normalised by " + index.recipe.normalise.method + ", aggregated by " + rules() + (index.source ? "; " + index.source : "") + ".";
    var band = uncertain && uncertain.shares.length === 2 ? " Whiskers: " + percent(uncertain.shares[0]) + " to " +
      percent(uncertain.shares[1]) + " quantile of " + uncertain.replicates + " replicates (" + uncertain.sequence + ", seed " +
      uncertain.seed + "; uncertain: " + uncertain.inputs.join(", ") + (uncertain.failed ? "; " + uncertain.failed + " failed" : "") +
      ")." : "";

    function rules() {
      var used = [];
      index.nodes.forEach(function (each) { if (each.rule !== null && used.indexOf(words(each.rule)) < 0) used.push(words(each.rule)); });
      return used.join(" and ") + " means";
    }

    part.append(el("h3", { text: "Ranking" }));
    var size = el("select", { id: "bars", onchange: function () { most = Number(size.value); bars(); } },
      el("option", { value: "30", text: "30" }), el("option", { value: "100", text: "100" }),
      el("option", { value: "1000000", text: "all" }));
    var node = el("select", { id: "node", onchange: function () { of = node.value; bars(); } });
    index.nodes.filter(function (each) { return each.kind === "group"; }).forEach(function (each) {
      node.append(el("option", { value: each.code, text: each.name }));
    });
    node.value = root;
    part.append(el("div", { class: "row" }, el("label", {}, "Score", node), el("label", {}, "Units shown", size)));
    var ranking = figure(part, "ranking", 300, "");
    ranking.chart.on("click", function (event) { if (event.name !== undefined) choose(ranking.shown[event.dataIndex]); });

    function rows() {
      return index.units.map(function (unit, i) {
        return { i: i, unit: unit, rank: model.ranks[i], score: model.scores[root][i], zone: model.zone(model.scores[root][i]),
                 chosen: i === chosen };
      });
    }
    function bars() {
      var place = ranks(model.scores[of]), intervals = uncertain !== null && of === root && !model.moved;
      var shown = index.units.map(function (unit, i) {
        return { i: i, unit: unit, score: model.scores[of][i], rank: of === root ? model.ranks[i] : place[i] };
      }).filter(function (row) { return row.score !== null; }).sort(function (a, b) { return b.score - a.score; }).slice(0, most);
      ranking.shown = shown.map(function (row) { return row.i; });
      var parts = shown.map(function (row) { return model.parts(of, row.i); }), series;
      var stacked = parts.every(function (p) {
        return p !== null && Object.keys(p).every(function (k) { return p[k] >= 0; });
      });
      if (stacked) {
        series = model.children[of].map(function (code) {
          return { type: "bar", stack: "all", name: model.node[code].name, emphasis: { focus: "series" },
                   data: parts.map(function (p) { return p[code] === undefined ? 0 : p[code]; }) };
        });
      } else {
        series = [{ type: "bar", name: model.node[of].name, data: shown.map(function (row) { return row.score; }) }];
      }
      if (intervals) series.push(whiskers(shown));
      draw(ranking, {
        grid: { left: "5%", right: 24, top: 36, bottom: 30, containLabel: true }, legend: { top: 0, type: "scroll" },
        tooltip: Object.assign({ trigger: "axis", axisPointer: { type: "shadow" }, formatter: tip }, TIP),
        xAxis: { type: "value", name: "score", nameLocation: "middle", nameGap: 22 },
        yAxis: { type: "category", inverse: true, data: shown.map(function (row) { return row.unit; }),
                 axisLabel: { width: 190, overflow: "truncate", interval: 0 }, axisTick: { show: false } },
        series: series
      }, 90 + 22 * shown.length);
      ranking.caption.textContent = computed(how + (stacked ? " Bars are divided into what each part adds." : "") +
        (model.moved ? " Weights are the reader's" + (uncertain ? ", for which no uncertainty was computed." : ".") : intervals ? band : ""));
      function tip(at) {
        var row = shown[at[0].dataIndex], lines = [row.unit + ": " + fixed(row.score, 3) + ", rank " + row.rank];
        if (stacked) at.forEach(function (a) { if (a.seriesType === "bar") lines.push(a.seriesName + " adds " + fixed(a.value, 3)); });
        if (intervals) {
          lines.push("interval " + fixed(uncertain.score.low[row.i], 3) + " to " + fixed(uncertain.score.high[row.i], 3) +
                     ", ranks " + number(uncertain.rank.low[row.i]) + " to " + number(uncertain.rank.high[row.i]));
        }
        return lines.join("\n");
      }
    }
    function whiskers(shown) {
      return { type: "custom", name: "interval", z: 5, itemStyle: { color: "#1d252d" }, encode: { x: [1, 2], y: 0 },
        data: shown.map(function (row, k) { return [k, uncertain.score.low[row.i], uncertain.score.high[row.i]]; })
          .filter(function (d) { return d[1] !== null; }),
        renderItem: function (_, api) {
          var a = api.coord([api.value(1), api.value(0)]), b = api.coord([api.value(2), api.value(0)]), h = 4;
          function line(x1, y1, x2, y2) {
            return { type: "line", shape: { x1: x1, y1: y1, x2: x2, y2: y2 }, style: { stroke: "#1d252d", lineWidth: 1.5 } };
          }
          return { type: "group", children: [line(a[0], a[1], b[0], b[1]), line(a[0], a[1] - h, a[0], a[1] + h),
                                             line(b[0], b[1] - h, b[0], b[1] + h)] };
        } };
    }

    // -- weights
    part.append(el("h3", { text: "Weights" }));
    var controls = [], warning = el("p", { class: "warning", id: "weights-warning", role: "status" });
    if (!index.live) {
      part.append(el("p", { id: "weights-not", text: "Weights cannot be moved here: " + index.why_not + "." }));
    } else {
      part.append(el("p", { class: "note", text: "Weights count by their share among siblings. Scores and ranks follow at once." }));
      index.nodes.filter(function (node) { return model.children[node.code].length > 1; }).forEach(function (node) {
        var box = el("div", { class: "weights" });
        model.children[node.code].forEach(function (code) { control(box, code); });
        part.append(el("details", node.code === root ? { open: "" } : {}, el("summary", { text: node.name }), box));
      });
      part.append(el("div", { class: "row" }, el("button", { type: "button", id: "weights-reset", text: "Reset the weights",
        onclick: function () { model.reset(); warning.textContent = ""; refresh(); } })), warning);
    }
    function control(box, code) {
      var siblings = model.children[model.node[code].parent];
      var most = 3 * Math.max.apply(null, siblings.map(function (k) { return model.node[k].weight; }));
      var slide = el("input", { type: "range", min: 0, max: most, step: most / 120, "aria-label": "weight of " + model.node[code].name,
        oninput: function () { move(code, Number(slide.value)); } });
      var exact = el("input", { type: "number", min: 0, step: "any", id: "weight-" + code, "aria-label": "weight of " + model.node[code].name +
        " as a number", onchange: function () { move(code, Number(exact.value)); } });
      var share = el("span", { class: "num" });
      controls.push(function () {
        slide.value = model.weight[code];
        exact.value = Number(model.weight[code].toPrecision(6));
        share.textContent = percent(model.share(code));
      });
      box.append(el("span", { text: model.node[code].name }), slide, exact, share);
    }
    function move(code, weight) {
      var before = model.weight[code], siblings = model.children[model.node[code].parent];
      model.weight[code] = weight;
      warning.textContent = "";
      if (!(weight >= 0 && isFinite(weight)) || !siblings.some(function (k) { return model.weight[k] > 0; })) {
        model.weight[code] = before;
        warning.textContent = weight >= 0 ? "One weight of a group must be above 0." : "A weight is a number from 0.";
      } else {
        model.update();
      }
      refresh();
    }

    // -- table
    part.append(el("h3", { text: "Table" }));
    var found = el("span", { role: "status", id: "found" });
    part.append(el("div", { class: "row" }, el("label", {}, "Search", el("input", { type: "search", id: "search",
      oninput: function (event) { search = event.target.value.trim().toLowerCase(); units.fill(); } })), found));
    function plain(key, name, places) {
      return { name: name, num: true, down: key !== "rank", get: function (row) { return row[key]; },
               show: function (row) { return places === null ? number(row[key]) : fixed(row[key], places); } };
    }
    var columns = [plain("rank", "Rank", null),
      { name: "Unit", get: function (row) { return row.unit; }, show: function (row) {
        return el("button", { type: "button", text: row.unit, onclick: function () { choose(row.i); } });
      } }, plain("score", "Score", 3)];
    if (index.zones) {
      columns.push({ name: "Zone", get: function (row) { return row.zone === null ? null : index.zones.labels.indexOf(row.zone); },
                     show: function (row) { return zoneMark(row.zone, zoneColour[row.zone]); } });
    }
    if (uncertain) uncertainColumns();
    model.children[root].forEach(function (code) {
      columns.push({ name: model.node[code].name, num: true, down: true, get: function (row) { return model.scores[code][row.i]; },
                     show: function (row) { return fixed(model.scores[code][row.i], 2); } });
    });
    columns.push({ name: "Coverage", num: true, down: true, get: function (row) { return index.coverage[row.i]; },
                   show: function (row) { return percent(index.coverage[row.i]); } });
    function uncertainColumns() {
      function column(name, get, show) {
        columns.push({ name: name, num: true, down: true, get: function (row) { return model.moved ? null : get(row); },
                       show: function (row) { return model.moved || get(row) === null ? "–" : show(row); } });
      }
      column("Ranks", function (row) { return uncertain.rank.low[row.i]; }, function (row) {
        return number(uncertain.rank.low[row.i]) + "–" + number(uncertain.rank.high[row.i]);
      });
      if (!uncertain.zones) return;
      column("Probability of the zone", function (row) {
        return row.zone === null ? null : uncertain.zones[row.zone][row.i];
      }, function (row) { return percent(uncertain.zones[row.zone][row.i]); });
    }
    var units = sortable("units", columns, function () {
      var all = rows(), shown = all.filter(function (row) { return row.unit.toLowerCase().indexOf(search) >= 0; });
      found.textContent = search ? shown.length + " of " + all.length : "";
      return shown;
    }, 0);
    part.append(units.node, el("p", { class: "note", text: computed(how + " Coverage: share of the indicators that are there." +
      (index.zones ? " Zones from " + index.zones.thresholds.map(function (t) { return number(t); }).join(", ") + ", a score at a threshold in the " +
        index.zones.boundary + " zone." : "") + band.replace("Whiskers", "Ranks")) }));

    // -- profile
    part.append(el("h3", { id: "profile", tabindex: "-1", text: "Profile" }));
    var nothing = el("p", { class: "note", text: "Choose a unit in the table or a bar." });
    var profile = el("div", { id: "profile-body" });
    part.append(nothing, profile);
    var shape = figure(profile, "profile-chart", 260, "");
    var detail = sortable("profile-table", [
      { name: "Indicator", get: function (r) { return r.name; }, show: function (r) { return r.name; } },
      { name: "Value", num: true, get: function (r) { return r.raw; }, show: function (r) { return number(r.raw); } },
      { name: "Unit of measurement", get: function (r) { return r.unit; }, show: function (r) { return r.unit || "–"; } },
      { name: "Score", num: true, down: true, get: function (r) { return r.score; }, show: function (r) { return fixed(r.score, 2); } },
      { name: "Rank", num: true, get: function (r) { return r.rank; }, show: function (r) { return number(r.rank); } }
    ], function () {
      return index.nodes.filter(function (node) { return node.kind === "indicator"; }).map(function (node) {
        return { name: node.name, unit: node.unit, raw: index.raw[node.code][chosen], score: index.scores[node.code][chosen],
                 rank: ranks(index.scores[node.code])[chosen] };
      });
    });
    profile.append(detail.node);
    function median(values) {
      var known = values.filter(function (x) { return x !== null; }).sort(function (a, b) { return a - b; }), h = known.length / 2;
      return known.length === 0 ? null : (known[Math.floor(h)] + known[Math.ceil(h) - 1]) / 2;
    }
    function showProfile() {
      profile.hidden = chosen < 0;
      nothing.hidden = chosen >= 0;
      if (chosen < 0) return;
      document.getElementById("profile").textContent = "Profile: " + index.units[chosen];
      var groups = [root].concat(index.nodes.filter(function (node) { return node.kind === "group" && node.code !== root; })
        .map(function (node) { return node.code; }));
      if (groups.length === 1) groups = groups.concat(model.children[root]);
      draw(shape, {
        grid: { left: "5%", right: 24, top: 36, bottom: 30, containLabel: true }, legend: { top: 0 },
        tooltip: Object.assign({ trigger: "axis", valueFormatter: function (x) { return fixed(typeof x === "number" ? x : null, 3); } }, TIP),
        xAxis: { type: "value", name: "score", nameLocation: "middle", nameGap: 22, min: index.range ? index.range[0] : null,
                 max: index.range ? index.range[1] : null },
        yAxis: { type: "category", inverse: true, data: groups.map(function (k) { return model.node[k].name; }),
                 axisLabel: { width: 220, overflow: "truncate", interval: 0 } },
        series: [{ type: "bar", name: index.units[chosen], data: groups.map(function (k) { return model.scores[k][chosen]; }) },
                 { type: "scatter", name: "median of all units", symbol: "diamond", symbolSize: 12, itemStyle: { color: "#1d252d" },
                   data: groups.map(function (k) { return median(model.scores[k]); }) }]
      }, 90 + 26 * groups.length);
      shape.caption.textContent = computed(how);
      detail.fill();
    }
    function choose(i) {
      chosen = i;
      units.fill();
      showProfile();
      document.getElementById("profile").focus();
    }

    var map = data.map ? showMap(index, model, choose) : null;
    function refresh() {
      controls.forEach(function (show) { show(); });
      bars();
      units.fill();
      showProfile();
      if (map) map();
    }
    refresh();
  }

  // ----------------------------------------------------------------------------------------------------------------- map --

  function showMap(index, model, choose) {
    var part = section("map", "Map"), places = {}, root = index.root;
    echarts.registerMap("units", data.map.geojson);
    index.units.forEach(function (unit, i) { places[unit] = i; });
    var shown = figure(part, "map-chart", 480, computed("The score of the index; areas without a score are grey."));
    shown.chart.on("click", function (event) { if (places[event.name] !== undefined) choose(places[event.name]); });
    return function () {
      var scores = model.scores[root], known = scores.filter(function (x) { return x !== null; }), classes = index.zones, visual;
      if (classes) {
        var ends = [null].concat(classes.thresholds, [null]), shades = colours(classes.labels), upper = classes.boundary === "upper";
        visual = { type: "piecewise", pieces: classes.labels.map(function (label, k) {
          var piece = { label: words(label), color: shades[k] };
          if (ends[k] !== null) piece[upper ? "gte" : "gt"] = ends[k];
          if (ends[k + 1] !== null) piece[upper ? "lt" : "lte"] = ends[k + 1];
          return piece;
        }), left: 0, bottom: 0 };
      } else {
        visual = { min: Math.min.apply(null, known.concat([0])), max: Math.max.apply(null, known.concat([1])), left: 0, bottom: 0,
                   calculable: true, inRange: { color: SHADES } };
      }
      draw(shown, {
        tooltip: Object.assign({ formatter: function (at) {
          var i = places[at.name];
          return at.name + (i === undefined || scores[i] === null ? ": no score" : ": " + fixed(scores[i], 3) + ", rank " + model.ranks[i]);
        } }, TIP),
        visualMap: visual,
        series: [{ type: "map", map: "units", nameProperty: data.map.key, itemStyle: { areaColor: NO_ZONE, borderColor: "#55616d" },
                   label: { show: false }, data: index.units.map(function (unit, i) {
                     return { name: unit, value: scores[i] === null ? NaN : scores[i] };
                   }) }]
      });
    };
  }

  // --------------------------------------------------------------------------------------------------------------- zones --

  function showHistory(history, k) {
    var id = "zones-" + (k + 1), part = section(id, "Zones in time" + (history.title ? ": " + history.title : ""));
    var shades = colours(history.zones), end = history.dates.length;
    function label(code) { return code < 0 ? "no zone" : words(history.zones[code]); }
    function date(i) { return i < 0 || i >= end ? "" : String(history.dates[i]); }
    var bars = [];
    history.units.forEach(function (_, u) { history.runs[u].forEach(function (run) { bars.push([u, run[0], run[1], run[2]]); }); });
    var caption = "A strip for each unit, by " + history.rule + (history.source ? " (" + history.source + ")" : "") + ".";
    var shown = figure(part, id + "-chart", 110 + Math.max(14, Math.min(26, 1400 / history.units.length)) * history.units.length, computed(caption));
    var codes = history.zones.map(function (_, k) { return k; }).concat(bars.some(function (b) { return b[3] < 0; }) ? [-1] : []);
    draw(shown, {
      grid: { left: "5%", right: 24, top: 40, bottom: 30, containLabel: true }, legend: { top: 0 },
      tooltip: Object.assign({ formatter: function (at) {
        var d = at.value;
        return history.units[d[0]] + ": " + label(d[3]) + "\n" + date(d[1]) + " to " + date(d[2] - 1) + " (" + (d[2] - d[1]) + " periods)";
      } }, TIP),
      xAxis: { type: "value", min: 0, max: end, minInterval: 1, axisLabel: { formatter: date, hideOverlap: true }, splitLine: { show: false } },
      yAxis: { type: "category", inverse: true, data: history.units, axisLabel: { width: 190, overflow: "truncate" }, axisTick: { show: false } },
      series: codes.map(function (code) {
        var colour = code < 0 ? NO_ZONE : shades[code];
        return { type: "custom", name: label(code), itemStyle: { color: colour }, encode: { x: [1, 2], y: 0 },
          data: bars.filter(function (b) { return b[3] === code; }),
          renderItem: function (_, api) {
            var a = api.coord([api.value(1), api.value(0)]), b = api.coord([api.value(2), api.value(0)]), h = 0.8 * api.size([0, 1])[1];
            return { type: "rect", shape: { x: a[0], y: a[1] - h / 2, width: b[0] - a[0], height: h },
                     style: { fill: colour, stroke: "#fff", lineWidth: 0.5, decal: api.visual("decal") } };
          } };
      })
    });
    var last = sortable(id + "-table", [
      { name: "Unit", get: function (r) { return r.unit; }, show: function (r) { return r.unit; } },
      { name: "Zone at the end", get: function (r) { return r.code; }, show: function (r) {
        return zoneMark(label(r.code), r.code < 0 ? NO_ZONE : shades[r.code]);
      } },
      { name: "Since", get: function (r) { return r.since; }, show: function (r) { return date(r.since); } },
      { name: "Moves", num: true, down: true, get: function (r) { return r.moves; }, show: function (r) { return number(r.moves); } }
    ], function () {
      return history.units.map(function (unit, u) {
        var runs = history.runs[u], run = runs[runs.length - 1];
        return { unit: unit, code: run[2], since: run[0], moves: runs.length - 1 };
      });
    });
    last.fill();
    part.append(el("details", {}, el("summary", { text: "Zone at the end, since when, and moves" }), last.node));
  }

  // --------------------------------------------------------------------------------------------------------------- curve --

  // Share of the level in a period, as the library has it.
  function planShare(p, start, ramp) { return p < start ? 1 : p < start + ramp ? 1 - (p - start + 1) / (ramp + 1) : 0; }

  function scheduleOption(controls, rows, time, unit, top) {
    return {
      grid: { left: 8, right: 24, top: 60, bottom: 30, containLabel: true }, legend: { top: 0 },
      tooltip: Object.assign({ trigger: "axis", valueFormatter: function (x) { return number(x, 3); } }, TIP),
      xAxis: { type: "value", name: "time (" + unit + ")", nameLocation: "middle", nameGap: 22, max: time[time.length - 1] },
      yAxis: { type: "value", name: "control", min: 0, max: top },
      series: controls.map(function (name, c) {
        return { type: "line", step: "end", name: words(name), showSymbol: false, lineStyle: { type: ["solid", "dashed", "dotted"][c % 3] },
                 data: time.map(function (t, p) { return [t, rows[Math.min(p, rows.length - 1)][c]]; }) };
      })
    };
  }

  function outcomeTable(id, outcomes, values) {
    var table = sortable(id, [
      { name: "Outcome", get: function (r) { return r.name; }, show: function (r) { return words(r.name); } },
      { name: "Value", num: true, get: function (r) { return r.value; }, show: function (r) { return number(r.value); } },
      { name: "Unit", get: function (r) { return r.unit; }, show: function (r) { return r.unit || "–"; } },
      { name: "Domain", get: function (r) { return r.domain; }, show: function (r) { return r.domain || "–"; } }
    ], function () {
      return outcomes.map(function (outcome, k) {
        return { name: outcome.name, unit: outcome.unit, domain: outcome.domain, value: values()[k] };
      });
    });
    return table;
  }

  function showCurve(curve) {
    var part = section("curve", "Lives and output"), points = curve.points, at = 0;
    var names = curve.outcomes.map(function (o) { return o.name; }), xi = names.indexOf(curve.x), yi = names.indexOf(curve.y);
    function x(k) { return points[k].outcomes[xi]; }
    function y(k) { return points[k].outcomes[yi]; }
    function title(i) { return words(names[i]) + " (" + (curve.outcomes[i].unit || "no unit") + ")"; }
    var price = null, per = (curve.outcomes[xi].unit || curve.x) + " per " + (curve.outcomes[yi].unit || curve.y);
    var caption = computed("The efficient of " + curve.all.length + " plans" + (curve.scenario ? " in " + curve.scenario : "") +
      (curve.source ? " (" + curve.source + ")" : "") + "; nothing is random. Choose a point, or a value of life, which takes the plan with the least " +
      words(curve.x) + " + value × " + words(curve.y) + ".");
    var slopes = prices();
    var low = slopes.length ? slopes[0] / 2 : 0.1, high = slopes.length ? slopes[slopes.length - 1] * 2 : 10;
    // The values of life at which the best plan changes: the slopes of the curve's lower hull, rising.
    function prices() {
      var hull = [];
      function slope(a, b) { return (x(b) - x(a)) / (y(a) - y(b)); }
      points.forEach(function (_, k) {
        if (hull.length && !(y(hull[hull.length - 1]) > y(k) && x(k) > x(hull[hull.length - 1]))) return;
        while (hull.length > 1 && slope(hull[hull.length - 1], k) <= slope(hull[hull.length - 2], hull[hull.length - 1])) hull.pop();
        hull.push(k);
      });
      return hull.slice(1).map(function (k, i) { return slope(hull[i], k); });
    }
    var says = el("output", { id: "value-text" });
    var value = el("input", { type: "range", id: "value", min: 0, max: 200, step: 1, value: 100, "aria-label": "value of life", oninput: function () {
      valued(low * Math.pow(high / low, Number(value.value) / 200));
    } });
    var point = el("input", { type: "range", id: "point", min: 0, max: points.length - 1, step: 1, value: 0, "aria-label": "point of the curve",
      oninput: function () { price = null; at = Number(point.value); show(); } });
    part.append(el("div", { class: "row" }, el("label", {}, "Value of life", value), says, el("label", {}, "Point", point)));
    var shown = figure(part, "curve-chart", 420, caption);
    shown.chart.on("click", function (event) { if (event.seriesName === "efficient plans") { price = null; at = event.dataIndex; show(); } });
    var policy = el("p", { id: "policy", role: "status" });
    part.append(el("h3", { text: "The plan behind the point" }), policy);
    var schedule = figure(part, "plan-chart", 240, computed("The controls of the plan over time."));
    var table = outcomeTable("outcomes", curve.outcomes, function () { return points[at].outcomes; });
    part.append(table.node);

    function time(periods) {
      var t = periods * curve.period;
      return number(t) + " " + curve.time_unit + (t === 1 || /s$/.test(curve.time_unit) ? "" : "s");
    }
    function valued(v) {
      price = v;
      at = 0;
      for (var k = 1; k < points.length; k++) if (x(k) + v * y(k) < x(at) + v * y(at)) at = k;
      show();
    }
    function show() {
      var p = points[at], times = [], rows = [];
      point.value = at;
      point.setAttribute("aria-valuetext", "point " + (at + 1) + " of " + points.length);
      says.textContent = price === null ? "a point was chosen" : number(price, 3) + " " + per;
      value.setAttribute("aria-valuetext", says.textContent);
      policy.textContent = "Point " + (at + 1) + " of " + points.length + ": " + curve.controls.map(function (name, c) {
        return words(name) + " " + percent(p.levels[c]);
      }).join(", ") + " for " + time(p.start) + (p.ramp ? ", then eased over " +
        time(p.ramp) : "") + "; " + title(xi) + " " + number(x(at)) + ", " + title(yi) + " " + number(y(at)) + ".";
      for (var t = 0; t <= curve.periods; t++) {
        times.push(t * curve.period);
        rows.push(p.levels.map(function (level) { return level * planShare(Math.min(t, curve.periods - 1), p.start, p.ramp); }));
      }
      var isocost = price === null ? [] : isoline(price);
      draw(shown, {
        grid: { left: 16, right: 24, top: 60, bottom: 40, containLabel: true }, legend: { top: 0 },
        tooltip: Object.assign({ trigger: "item", formatter: function (e) {
          return e.seriesName + "\n" + title(xi) + ": " + number(e.value[0]) + "\n" + title(yi) + ": " + number(e.value[1]);
        } }, TIP),
        xAxis: { type: "value", name: title(xi), nameLocation: "middle", nameGap: 26, min: 0 },
        yAxis: { type: "value", name: title(yi), nameTextStyle: { align: "left" }, min: 0 },
        series: [
          { type: "scatter", name: "all plans", symbolSize: 4, itemStyle: { color: "#a9b2bb" }, data: curve.all },
          { type: "line", name: "efficient plans", symbol: "circle", symbolSize: 7, itemStyle: { color: PALETTE[0] },
            data: points.map(function (_, k) { return [x(k), y(k)]; }) },
          { type: "line", name: "equal value", showSymbol: false, lineStyle: { type: "dashed", color: "#55616d" },
            itemStyle: { color: "#55616d" }, data: isocost },
          { type: "scatter", name: "chosen", symbol: "diamond", symbolSize: 18, itemStyle: { color: PALETTE[5], borderColor: "#1d252d" },
            data: [[x(at), y(at)]], z: 5 }
        ]
      });
      draw(schedule, scheduleOption(curve.controls, rows, times, curve.time_unit, Math.max.apply(null, curve.control_max)));
      table.fill();
    }
    function isoline(v) { // within the curve's box
      var total = x(at) + v * y(at), ends = [[0, total / v], [total, 0]], ymax = y(0) * 1.1, xmax = x(points.length - 1) * 1.1;
      if (ends[0][1] > ymax) ends[0] = [total - v * ymax, ymax];
      if (ends[1][0] > xmax) ends[1] = [xmax, (total - xmax) / v];
      return ends;
    }
    var start = slopes.length ? slopes[Math.floor(slopes.length / 2)] : 1;
    value.value = Math.round(200 * Math.log(start / low) / Math.log(high / low));
    valued(start);
  }

  // ---------------------------------------------------------------------------------------------------------- trajectory --

  function showTrajectory(run) {
    var part = section("trajectory", "Course under the policy"), families = {};
    run.states.forEach(function (state, k) {
      var stem = state.name, suffix = run.controls.filter(function (c) { return state.name.slice(-c.length - 1) === "_" + c; })[0];
      if (suffix !== undefined) stem = state.name.slice(0, -suffix.length - 1);
      (families[stem] = families[stem] || []).push(k);
    });
    var keys = Object.keys(families), kind = keys.indexOf("infected") >= 0 ? "infected" : keys[0];
    var choice = el("select", { id: "state", onchange: function () { kind = choice.value; show(); } });
    keys.forEach(function (key) { choice.append(el("option", { value: key, text: words(key) })); });
    choice.value = kind;
    part.append(el("div", { class: "row" }, el("label", {}, "Show", choice)));
    var caption = computed((run.scenario ? run.scenario : "The scenario") + (run.source ? " (" + run.source + ")" : "") + "; nothing is random.");
    var shown = figure(part, "trajectory-chart", 320, caption);
    var schedule = figure(part, "schedule-chart", 240, computed("The controls over time."));
    var edges = run.schedule.map(function (_, p) { return p * run.period; }).concat([run.schedule.length * run.period]);
    var table = outcomeTable("course", run.outcomes, function () { return run.outcomes.map(function (o) { return o.value; }); });
    part.append(table.node);
    function show() {
      var units = families[kind].map(function (k) { return run.states[k].unit; });
      draw(shown, {
        grid: { left: 16, right: 24, top: 60, bottom: 30, containLabel: true }, legend: { top: 0 },
        tooltip: Object.assign({ trigger: "axis", valueFormatter: function (v) { return number(v); } }, TIP),
        xAxis: { type: "value", name: "time (" + run.time_unit + ")", nameLocation: "middle", nameGap: 22, max: run.time[run.time.length - 1] },
        yAxis: { type: "value", name: words(kind) + (units[0] ? " (" + units[0] + ")" : ""), nameTextStyle: { align: "left" } },
        series: families[kind].map(function (k, c) {
          return { type: "line", name: words(run.states[k].name), showSymbol: false, lineStyle: { type: ["solid", "dashed", "dotted"][c % 3] },
                   data: run.time.map(function (t, i) { return [t, run.states[k].values[i]]; }) };
        })
      });
    }
    show();
    draw(schedule, scheduleOption(run.controls, run.schedule.concat([run.schedule[run.schedule.length - 1]]), edges, run.time_unit, Math.max.apply(null, run.control_max)));
    table.fill();
  }

  // ---------------------------------------------------------------------------------------------------------------- page --

  document.title = data.title;
  document.getElementById("title").textContent = data.title;
  document.getElementById("subtitle").textContent = "Computed by " + data.software + ".";
  if (data.index) showIndex(data.index);
  (data.histories || []).forEach(showHistory);
  if (data.curve) showCurve(data.curve);
  if (data.trajectory) showTrajectory(data.trajectory);

  var about = document.getElementById("about");
  about.append(el("h2", { text: "About this page" }), el("p", { class: "note", text: "Computed by " + data.software +
    ". The page holds all its data and asks for nothing from elsewhere. Charts by Apache ECharts, Apache-2.0." }));
  about.append(el("label", {}, el("input", { type: "checkbox", id: "patterns", onchange: function (event) {
    patterns = event.target.checked;
    charts.forEach(function (chart) { chart.setOption({ aria: { enabled: true, decal: { show: patterns } } }); });
  } }), "Patterns beside colours"));
  if (data.index) about.append(el("details", {}, el("summary", { text: "Recipe of the index" }),
    el("pre", { text: JSON.stringify(data.index.recipe, null, 1) })));
  window.addEventListener("resize", resize);
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (part) { part.open = true; });
    resize();
  });
  function resize() { charts.forEach(function (chart) { chart.resize(); }); }
  document.documentElement.dataset.ready = "yes";
})();
