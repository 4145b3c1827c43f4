// The search as a dialog over any page: a field, facets, results. What is found is put in as text, never as markup.
(function(){
"use strict";
var doc=document,words=window.clausebookFindWords||{},SHOWN=15,FACET=5,EXCERPT=180;
var KINDS=["documents","clauses","roles","terms","entries"];
function w(key,values){
  var text=words[key]||key;
  Object.keys(values||{}).forEach(function(name){text=text.split("{"+name+"}").join(values[name]);});
  return text;
}
var SIGNS={
  proven:[16,'M8 .75a7.25 7.25 0 1 0 0 14.5A7.25 7.25 0 1 0 8 .75',"f",'M4.6 8.35 7 10.7l4.5-5',"p"],
  attested:[16,'M8 1.6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 1 0 8 1.6',"l",'M8 1.6a6.4 6.4 0 0 0 0 12.8z',"f"],
  claimed:[16,'M8 1.6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 1 0 8 1.6',"d"],
  contradicted:[16,'M8 .4 15.6 8 8 15.6.4 8z',"f",'M5.1 6.75h5.8M5.1 9.25h5.8M9.5 4.9 6.5 11.1',"p"],
  covered:[14,'M2.5 1h9A1.5 1.5 0 0 1 13 2.5v9a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 1 11.5v-9A1.5 1.5 0 0 1 2.5 1',"f"],
  partial:[14,'M1.75 1.75h10.5v10.5H1.75z',"l",'M1.5 2v9.5a1 1 0 0 0 1 1H12z',"f"],
  drafted:[14,'M1.75 4.5V1.75H4.5M9.5 1.75h2.75V4.5M12.25 9.5v2.75H9.5M4.5 12.25H1.75V9.5',"l"],
  gap:[14,'M1.75 1.75h10.5v10.5H1.75z',"l",'M4.2 9.8l5.6-5.6',"l"],
  heading:[14,'M4 7h6',"l"],"not-applicable":[14,'M1.75 1.75h10.5v10.5H1.75z',"l"]
};
/* A sign and its word for those who cannot see it. */
function sign(name){
  var shape=SIGNS[name],span=doc.createElement("span"),ns="http://www.w3.org/2000/svg",svg=doc.createElementNS(ns,"svg");
  svg.setAttribute("viewBox","0 0 "+shape[0]+" "+shape[0]);svg.setAttribute("aria-hidden","true");svg.setAttribute("class","sg "+name);
  for(var i=1;i<shape.length;i+=2){
    var path=doc.createElementNS(ns,"path");
    path.setAttribute("d",shape[i]);path.setAttribute("class",shape[i+1]);svg.appendChild(path);
  }
  span.appendChild(svg);
  var word=doc.createElement("span");
  word.className="vh";word.textContent=words["proof."+name]||words["sign."+name]||"";
  span.appendChild(word);
  return span;
}
window.clausebookSearchBox=function(tools){
  var make=tools.make,index=null,box=make("dialog","sr"),query="",chosen={},found=null,shown=SHOWN,active=-1,turn=0,timer=0,unfolded={};
  box.setAttribute("aria-label",w("title"));
  // ---- the field
  var head=make("div","q"),field=make("input"),count=make("span","n"),close=make("button","x");
  field.type="text";field.id="find:q";field.autocomplete="off";field.spellcheck=false;field.setAttribute("autocapitalize","off");
  field.setAttribute("enterkeyhint","search");field.setAttribute("aria-label",w("field"));field.placeholder=w("field");
  field.setAttribute("role","combobox");field.setAttribute("aria-autocomplete","list");field.setAttribute("aria-controls","find:list");
  field.setAttribute("aria-expanded","false");
  count.setAttribute("role","status");
  close.type="button";close.appendChild(make("span","vh",w("close")+" "));close.appendChild(make("kbd","","Esc"));
  close.addEventListener("click",function(){box.close();});
  [tools.icon("M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9m3.5 8 3.25 3.25"),field,count,close].forEach(function(it){head.appendChild(it);});
  // ---- facets
  var bar=make("div","fbtn"),toggle=make("button","btn"),facets=make("div","fc");
  toggle.type="button";toggle.setAttribute("aria-expanded","false");toggle.setAttribute("aria-controls","find:facets");
  facets.id="find:facets";
  toggle.addEventListener("click",function(){
    var open=box.classList.toggle("open");
    toggle.setAttribute("aria-expanded",String(open));
  });
  bar.appendChild(toggle);
  // ---- results
  var side=make("div","rs"),list=make("div","ls"),none=make("p","none"),more=make("button","btn");
  list.id="find:list";list.setAttribute("role","listbox");list.setAttribute("aria-label",w("results"));
  more.type="button";more.hidden=true;none.hidden=true;
  more.addEventListener("click",function(){shown+=SHOWN;field.focus();paint();});
  [list,none,more].forEach(function(it){side.appendChild(it);});
  // ---- keys and the link to what is found
  var hint=make("div","hint"),link=make("a","e",w("link"));
  [[["↑","↓"],"move"],[["Enter"],"open"],[["Tab"],"filters"],[["Ctrl","Enter"],"tab"]].forEach(function(it){
    var span=make("span");
    it[0].forEach(function(key){span.appendChild(make("kbd","",key));});
    span.appendChild(doc.createTextNode(" "+w("key."+it[1])));
    hint.appendChild(span);
  });
  link.hidden=true;hint.appendChild(link);
  [head,bar,facets,side,hint].forEach(function(it){box.appendChild(it);});
  box.addEventListener("click",function(event){if(event.target===box)box.close();});
  doc.body.appendChild(box);

  function options(){return Array.prototype.slice.call(list.querySelectorAll("[role=option]"));}
  function mark(at,seen){
    var all=options();
    all.forEach(function(it,i){it.setAttribute("aria-selected",String(i===at));});
    active=at;
    if(at>=0&&all[at]){
      field.setAttribute("aria-activedescendant",all[at].id);
      if(seen)all[at].scrollIntoView({block:"nearest"});
    }else field.removeAttribute("aria-activedescendant");
  }
  function say(parts,node){
    parts.forEach(function(part){node.appendChild(part[1]?make("mark","",part[0]):doc.createTextNode(part[0]));});
    return node;
  }
  function address(){return tools.base+"search.html"+(location.protocol==="file:"?"#":"?")+"q="+encodeURIComponent(query.trim());}

  function ask(){
    var mine=++turn;
    query=field.value;shown=SHOWN;
    link.hidden=!query.trim();link.href=address();
    if(tools.page.asked)tools.page.asked(query.trim());
    if(!index)return;
    if(!query.trim()){empty();return;}
    index.find(query).then(function(it){
      if(mine!==turn)return undefined;
      found=it;return paint();
    }).catch(failed);
  }
  function empty(){
    found=null;list.textContent="";facets.textContent="";bar.hidden=more.hidden=none.hidden=true;count.textContent="";
    field.setAttribute("aria-expanded","false");mark(-1);
  }
  function failed(){empty();none.hidden=false;none.textContent=w("failed");}
  /* Loads the texts of what is to be shown, and shows it. */
  function paint(){
    var mine=turn,kept=index.narrow(found.hits,chosen,shown);
    return index.until(function(){
      kept.places.forEach(function(place){place.text=index.text(place.record);});
      return kept.places;
    }).then(function(places){
      if(mine!==turn)return;
      show(places);
      paintFacets(kept.counts);
      var all=found.hits.length,some=kept.count,edition=index.first.edition;
      count.textContent=w(some<all?"count.some":some===1?"count.one":"count",{n:some,of:all+(found.more?"+":""),edition:edition});
      none.hidden=some>0;
      none.textContent=w(all?"none.filtered":"none",{q:query.trim()});
      more.hidden=some<=shown;more.textContent=w("more",{n:some-shown});
    });
  }
  function show(places){
    var groups=[],byName={};
    places.forEach(function(place){
      var name=place.section>=0?"sections":KINDS[index.units.kinds[place.record]];
      if(!byName[name]){byName[name]=[];groups.push(name);}
      byName[name].push(place);
    });
    var made=doc.createDocumentFragment();
    groups.forEach(function(name){
      var group=make("div"),title=make("div","h",w(name));
      title.id="find:"+name;title.setAttribute("role","presentation");
      group.setAttribute("role","group");group.setAttribute("aria-labelledby",title.id);
      group.appendChild(title);
      byName[name].forEach(function(place){group.appendChild(result(place));});
      made.appendChild(group);
    });
    list.textContent="";list.appendChild(made);
    options().forEach(function(it,at){it.id="find:"+at;});
    field.setAttribute("aria-expanded",String(places.length>0));
    mark(places.length?0:-1);
    side.scrollTop=0;
  }
  function result(place){
    var it=place.text,pairs=found.pairs,section=it[6][place.section],row=make("a"),meta=make("span","m"),texts;
    row.setAttribute("role","option");row.tabIndex=-1;
    row.href=tools.base+it[0]+(section?"#"+section[2]:"");
    if(section){
      row.appendChild(say(index.marked((section[0]+" "+section[1]).trim(),pairs),make("span","t")));
      say(index.marked(it[1]?it[1]+", "+it[2]:it[2],pairs),meta);
      texts=[section[3]];
    }else{
      var clause=index.units.kinds[place.record]===1,title=clause&&it[1]!==it[2]?it[1]+" "+it[2]:it[2];
      row.appendChild(say(index.marked(title,pairs),make("span","t")));
      say(index.marked(clause?it[3]:(it[1]+" "+it[3]).trim(),pairs),meta);
      if(SIGNS[it[4]])meta.appendChild(sign(it[4]));
      texts=[it[5]].concat(it[6].map(function(section){return section[3];}));
    }
    row.appendChild(meta);
    var parts=index.excerpt(texts,pairs,EXCERPT);
    if(parts.length)row.appendChild(say(parts,make("span","p")));
    row.addEventListener("click",function(event){if(!event.ctrlKey&&!event.metaKey&&!event.shiftKey&&event.button===0)box.close();});
    row.addEventListener("mousemove",function(){
      var at=options().indexOf(row);
      if(at!==active)mark(at);
    });
    return row;
  }
  function paintFacets(counts){
    var focus=doc.activeElement&&facets.contains(doc.activeElement)?doc.activeElement.id:"",names=[];
    facets.textContent="";
    Object.keys(counts).forEach(function(name){
      var facet=index.units.facets[name],mine=chosen[name]||[],all=Object.keys(counts[name]).map(Number);
      mine.forEach(function(it){if(all.indexOf(it)<0)all.push(it);});
      if(all.length<2&&!mine.length)return;
      all.sort(function(a,b){return (counts[name][b]||0)-(counts[name][a]||0)||a-b;});
      var set=make("fieldset"),legend=make("legend","",w("facet."+name)),limit=unfolded[name]?all.length:FACET;
      set.appendChild(legend);
      all.forEach(function(value,at){
        var on=mine.indexOf(value)>=0;
        if(on)names.push(facet.words[value]);
        if(at>=limit&&!on)return;
        var label=make("label"),tick=make("input"),id="find:"+name+":"+value;
        tick.type="checkbox";tick.checked=on;tick.id=id;
        tick.addEventListener("change",function(){
          chosen[name]=tick.checked?mine.concat([value]):mine.filter(function(it){return it!==value;});
          shown=SHOWN;paint();
        });
        label.appendChild(tick);label.appendChild(make("span","v",facet.words[value]));
        label.appendChild(make("span","c",String(counts[name][value]||0)));
        set.appendChild(label);
      });
      if(all.length>limit){
        var rest=make("button","",w("facet.more",{n:all.length-limit}));
        rest.type="button";rest.id="find:more:"+name;
        rest.addEventListener("click",function(){unfolded[name]=true;paint();});
        set.appendChild(rest);
      }
      facets.appendChild(set);
    });
    if(names.length){
      var clear=make("button","",w("clear"));
      clear.type="button";clear.id="find:clear";
      clear.addEventListener("click",function(){chosen={};field.focus();paint();});
      facets.appendChild(clear);
    }
    toggle.textContent=w("filters")+(names.length?": "+names.join(", "):"");
    toggle.appendChild(tools.icon("down"));
    bar.hidden=!facets.firstChild;
    if(focus&&doc.getElementById(focus))doc.getElementById(focus).focus();
    else if(focus)field.focus();
  }

  field.addEventListener("input",function(){clearTimeout(timer);timer=setTimeout(ask,60);});
  field.addEventListener("keydown",function(event){
    var all=options();
    if(event.isComposing)return;
    if(event.key==="ArrowDown"||event.key==="ArrowUp"){
      event.preventDefault();
      if(all.length)mark((active+(event.key==="ArrowDown"?1:all.length-1))%all.length,true);
    }else if(event.key==="Enter"){
      event.preventDefault();
      if(field.value!==query){clearTimeout(timer);ask();return;}
      if(!all[active])return;
      if(event.ctrlKey||event.metaKey)window.open(all[active].href,"_blank","noopener");
      else{var href=all[active].href;box.close();location.href=href;}
    }
  });
  return {
    open:function(text){
      if(!box.open)box.showModal();
      if(text!==undefined)field.value=text;
      field.focus();field.select();
      if(index){if(field.value!==query||!found)ask();return;}
      window.clausebookSearch.open(tools.load).then(function(it){index=it;ask();}).catch(failed);
    }
  };
};
})();
