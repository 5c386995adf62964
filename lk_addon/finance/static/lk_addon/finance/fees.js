// Draws the quarters of the page of fees; the table «По периодам» says the same in figures.
{
  const canvas = document.getElementById("fees-chart");
  const data = JSON.parse(document.getElementById("fees-chart-data").textContent);
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const looks = {
    charged: { type: "bar", backgroundColor: token("--brand"), order: 2 },
    paid: { type: "bar", backgroundColor: token("--success"), order: 2 },
    closing: {
      type: "line",
      borderColor: token("--accent"),
      backgroundColor: token("--accent"),
      borderWidth: 2,
      pointRadius: 3,
      order: 1,
    },
  };
  const roubles = new Intl.NumberFormat("ru-RU", { style: "currency", currency: "RUB" });
  const short = new Intl.NumberFormat("ru-RU", { notation: "compact" });

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.color = token("--ink-muted");
  new Chart(canvas, {
    data: {
      labels: data.labels,
      datasets: data.series.map(({ name, title, values }) => ({
        label: title,
        data: values.map(Number),
        ...looks[name],
      })),
    },
    options: {
      maintainAspectRatio: false,
      animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      interaction: { mode: "index", intersect: false },
      scales: {
        x: { grid: { display: false } },
        y: { grid: { color: token("--line") }, ticks: { callback: (value) => `${short.format(value)} ₽` } },
      },
      plugins: {
        legend: { position: "bottom" },
        tooltip: { callbacks: { label: (item) => ` ${item.dataset.label}: ${roubles.format(item.parsed.y)}` } },
      },
    },
  });
}
