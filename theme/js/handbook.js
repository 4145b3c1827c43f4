// What every page has beyond its text. Nothing here is needed for reading; everything is inserted as text, never as markup.
(function(){
"use strict";
var doc=document,root=doc.documentElement,base=doc.body.getAttribute("data-root")||"",words=window.clausebookWords||{};
function w(key){return words[key]||key;}
function store(key,value){
  try{
    if(value===undefined)return localStorage.getItem(key);
    if(value===null)localStorage.removeItem(key);else localStorage.setItem(key,value);
  }catch(e){/* storage is refused: the choice lasts until the page is left */}
  return null;
}
function all(selector,from){return Array.prototype.slice.call((from||doc).querySelectorAll(selector));}
function make(name,className,text){
  var node=doc.createElement(name);
  if(className)node.className=className;
  if(text!==undefined)node.textContent=text;
  return node;
}
function icon(name){
  var svg=doc.createElementNS("http://www.w3.org/2000/svg","svg");
  svg.setAttribute("class","i");svg.setAttribute("aria-hidden","true");svg.setAttribute("viewBox","0 0 16 16");
  var path=doc.createElementNS("http://www.w3.org/2000/svg","path");
  path.setAttribute("d",icons[name]||name);svg.appendChild(path);
  return svg;
}
var icons={x:"m4 4 8 8M12 4l-8 8",down:"m4.5 6.25 3.5 3.5 3.5-3.5",
  link:"M6.5 9.5a2.5 2.5 0 0 0 3.5 0l2.5-2.5A2.5 2.5 0 0 0 9 3.5l-.75.75M9.5 6.5a2.5 2.5 0 0 0-3.5 0L3.5 9A2.5 2.5 0 0 0 7 12.5l.75-.75"};

// ---- colours
var themes=["system","light","dark"],themeButtons=[];
function theme(){var t=root.getAttribute("data-theme");return t==="light"||t==="dark"?t:"system";}
function sayTheme(){
  var text={system:w("theme_system"),light:w("theme_light"),dark:w("theme_dark")}[theme()];
  themeButtons.forEach(function(set){set(text);});
}
function nextTheme(){
  var next=themes[(themes.indexOf(theme())+1)%3];
  if(next==="system"){root.removeAttribute("data-theme");store("clausebook-theme",null);}
  else{root.setAttribute("data-theme",next);store("clausebook-theme",next);}
  sayTheme();
}
var themeButton=doc.getElementById("page:theme");
if(themeButton){
  themeButton.hidden=false;
  themeButton.addEventListener("click",nextTheme);
  themeButtons.push(function(text){themeButton.setAttribute("aria-label",text);themeButton.title=text;});
}

// ---- dialogs: the menu of narrow screens and the list of keys
function dialog(className,title){
  var box=make("dialog",className),head=make("div","sh"),name=make("h2","h2d",title),close=make("button","iconbtn x");
  name.id=className+"-title";box.setAttribute("aria-labelledby",name.id);
  close.type="button";close.setAttribute("aria-label",w("close"));close.appendChild(icon("x"));
  close.addEventListener("click",function(){box.close();});
  box.addEventListener("click",function(event){if(event.target===box)box.close();});
  head.appendChild(name);head.appendChild(close);box.appendChild(head);
  doc.body.appendChild(box);
  return box;
}
var menuButton=doc.getElementById("page:menu"),sheet=null;
function openMenu(event){
  if(!window.HTMLDialogElement)return;
  event.preventDefault();
  if(!sheet){
    sheet=dialog("sheet",w("menu"));
    var tools=make("div","sb"),search=make("a","",w("search")),colours=make("button","",w("theme_system"));
    search.href=base+"search.html";search.setAttribute("data-key","search");colours.type="button";colours.addEventListener("click",nextTheme);
    themeButtons.push(function(text){colours.textContent=text;});
    tools.appendChild(search);tools.appendChild(colours);sheet.appendChild(tools);
    var nav=doc.querySelector(".top .nav"),list=make("nav","mm");
    if(nav){
      list.setAttribute("aria-label",nav.getAttribute("aria-label"));
      all("a",nav).forEach(function(a){list.appendChild(a.cloneNode(true));});
      sheet.appendChild(list);
    }
    var side=doc.querySelector(".cols>.side");
    if(side)sheet.appendChild(side.cloneNode(true));
    sayTheme();
  }
  sheet.showModal();
}
if(menuButton){
  menuButton.setAttribute("role","button");
  menuButton.addEventListener("click",openMenu);
  menuButton.addEventListener("keydown",function(event){if(event.key===" ")openMenu(event);});
}
var keyBox=null;
function moreKeys(){return window.clausebookStep?[["n p","keys_changes"]]:[];}
function lettersOn(){return store("clausebook-keys")!=="off";}
function openKeys(){
  if(!window.HTMLDialogElement)return;
  if(!keyBox){
    keyBox=dialog("keys",w("keys_title"));
    var list=make("dl");
    [["/","keys_search"],["[ ]","keys_neighbours"],["v","keys_editions"],["t","keys_theme"],["?","keys_list"],["Esc","keys_close"]].concat(moreKeys()).forEach(function(row){
      var dt=make("dt");
      row[0].split(" ").forEach(function(key){dt.appendChild(make("kbd","",key));});
      list.appendChild(dt);list.appendChild(make("dd","",w(row[1])));
    });
    keyBox.appendChild(list);
    var label=make("label"),box=make("input");
    box.type="checkbox";box.checked=lettersOn();
    box.addEventListener("change",function(){store("clausebook-keys",box.checked?null:"off");});
    label.appendChild(box);label.appendChild(doc.createTextNode(w("keys_on")));
    keyBox.appendChild(label);
  }
  keyBox.showModal();
}

// ---- editions: the list comes when it is asked for
var editionButton=doc.getElementById("page:edition"),editionData=editionButton&&editionButton.getAttribute("data-editions");
function openEditions(){
  style("assets/switch.css");
  once(editionData).then(function(){return once("assets/switch.js");}).then(function(){window.clausebookSwitch();})
    .catch(function(){location.href=editionButton.href;});
}
if(editionData){
  editionButton.setAttribute("role","button");editionButton.setAttribute("aria-expanded","false");editionButton.appendChild(icon("down"));
  editionButton.addEventListener("click",function(event){event.preventDefault();openEditions();});
  editionButton.addEventListener("keydown",function(event){
    if(event.key===" "||event.key==="ArrowDown"){event.preventDefault();openEditions();}
  });
}

// ---- keys
function writing(target){return target&&(target.isContentEditable||/^(INPUT|TEXTAREA|SELECT)$/.test(target.nodeName));}
function go(selector){var a=doc.querySelector(selector);if(a)location.href=a.href;}

// ---- the search: its scripts come when somebody wants it
var noIndex=doc.body.getAttribute("data-search")==="titles"||!window.HTMLDialogElement,loading={},searchBox=null,find=window.clausebookFind={open:toSearch,asked:null,titles:noIndex};
function load(path){
  return new Promise(function(done,fail){
    var script=make("script");
    script.src=base+path;script.onload=function(){script.remove();done();};
    script.onerror=function(){script.remove();fail(new Error(path));};
    doc.head.appendChild(script);
  });
}
function once(path){return loading[path]||(loading[path]=load(path));}
function style(path){
  return loading[path]||(loading[path]=new Promise(function(done){
    var link=make("link");
    link.rel="stylesheet";link.href=base+path;link.onload=link.onerror=done;doc.head.appendChild(link);
  }));
}
function toSearch(text){
  if(noIndex){location.href=base+"search.html";return;}
  Promise.all([style("assets/search.css"),once("assets/search.js"),once("assets/searchbox.js")]).then(function(){
    if(!searchBox)searchBox=window.clausebookSearchBox({base:base,make:make,icon:icon,load:load,page:find});
    searchBox.open(text);
  }).catch(function(){location.href=base+"search.html";});
}
doc.addEventListener("click",function(event){
  var a=event.target.closest("[data-key=search]");
  if(!a||event.ctrlKey||event.metaKey||event.shiftKey||noIndex)return;
  event.preventDefault();
  if(sheet&&sheet.open)sheet.close();
  toSearch();
});
doc.addEventListener("submit",function(event){
  if(event.target.className!=="bigsearch"||noIndex)return;
  event.preventDefault();toSearch(event.target.querySelector("input").value);
});

doc.addEventListener("keydown",function(event){
  if(event.defaultPrevented||event.altKey)return;
  if((event.ctrlKey||event.metaKey)&&event.key==="k"){event.preventDefault();toSearch();return;}
  if(event.ctrlKey||event.metaKey||writing(event.target)||doc.querySelector("dialog[open]"))return;
  if(event.key==="?"){event.preventDefault();openKeys();return;}
  if(!lettersOn())return;
  if(event.key==="/"){event.preventDefault();toSearch();}
  else if(event.key==="[")go("a[rel=prev]");
  else if(event.key==="]")go("a[rel=next]");
  else if(event.key==="t")nextTheme();
  else if(event.key==="n"||event.key==="p"){if(window.clausebookStep)window.clausebookStep(event.key==="n"?1:-1);}
  else if(event.key==="v"&&editionButton){event.preventDefault();editionButton.click();}
});

// ---- copying
function copy(text,button,label){
  function done(){
    button.setAttribute("aria-label",w("copied"));
    if(label!==undefined)button.textContent=w("copied");
    setTimeout(function(){if(label!==undefined){button.textContent=label;button.removeAttribute("aria-label");}else button.setAttribute("aria-label",w("copy_link"));},1600);
  }
  if(navigator.clipboard&&window.isSecureContext){navigator.clipboard.writeText(text).then(done,byHand);}else byHand();
  function byHand(){
    var area=make("textarea","vh");
    area.value=text;(doc.querySelector("dialog[open]")||doc.body).appendChild(area);area.select();
    try{if(doc.execCommand("copy"))done();}catch(e){/* the reader can still select the text */}
    area.remove();button.focus();
  }
}
all("figure.code,pre.cmd").forEach(function(block){
  var code=block.querySelector("code"),button=make("button","",w("copy"));
  if(!code)return;
  button.type="button";
  button.addEventListener("click",function(){copy(code.textContent,button,w("copy"));});
  (block.querySelector("figcaption")||block).appendChild(button);
});
all(".db :is(h2,h3)[id]").forEach(function(heading){
  var button=make("button","hl");
  button.type="button";button.setAttribute("aria-label",w("copy_link"));button.appendChild(icon("link"));
  button.addEventListener("click",function(){copy(location.href.split("#")[0]+"#"+heading.id,button);});
  heading.appendChild(button);
});
all("[data-print]").forEach(function(button){
  button.closest("[hidden]").hidden=false;
  button.addEventListener("click",function(){window.print();});
});

// ---- folds that stay open where there is room
if(!(window.CSS&&CSS.supports&&CSS.supports("selector(::details-content)"))){
  all("details.fold").forEach(function(fold){
    fold.open=window.matchMedia(fold.closest(".toc")?"(min-width:901px)":"(min-width:641px)").matches;
  });
}

// ---- a long line of tabs begins at the page's own
function showOwn(){
  all(".tabs,.fw").forEach(function(nav){
    var own=nav.querySelector("[aria-current]");
    if(own&&nav.scrollWidth>nav.clientWidth)nav.scrollLeft=own.offsetLeft-nav.offsetLeft-16;
  });
}
showOwn();if(doc.fonts)doc.fonts.ready.then(showOwn);

// ---- the current section in the contents list
var entries=all(".toc ol a[href^='#']").map(function(a){
  return {a:a,target:doc.getElementById(decodeURIComponent(a.hash.slice(1)))};
}).filter(function(entry){return entry.target;});
if(entries.length){
  var waiting=false,mark=function(){
    waiting=false;
    var current=entries[0],end=root.scrollHeight-window.innerHeight-window.scrollY<4;
    entries.forEach(function(entry){if(entry.target.getBoundingClientRect().top<120)current=entry;});
    if(end&&window.scrollY>0)current=entries[entries.length-1];
    entries.forEach(function(entry){
      if(entry===current)entry.a.setAttribute("aria-current","true");else entry.a.removeAttribute("aria-current");
    });
  };
  var later=function(){if(!waiting){waiting=true;requestAnimationFrame(mark);}};
  window.addEventListener("scroll",later,{passive:true});window.addEventListener("resize",later);
  mark();
}

sayTheme();
})();
